import Device
import Exchange
import NIOCore
import Testing
import Transports

@testable import DeviceTests

@Suite("A listener that stops", .serialized)
struct StopTests {
    @Test("ends a session whose handshake is under way, in order, though the handshake is done after that")
    func duringHandshake() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let listener = try await TestListener(network.host)
        // What the caller says takes its time: its certificate comes after the listener has stopped.
        let proxy = try await Proxy(to: listener.address) { _ in
            Proxy.Fates(up: .init(delay: .milliseconds(700)))
        }
        async let called = station.call(proxy.address)
        while proxy.bytes.down == 0 { try await Task.sleep(for: .milliseconds(5)) }
        let stopped = ContinuousClock().now
        await listener.stop()
        #expect(stopped.duration(to: .now) < .seconds(8))
        #expect(await listener.records(1)[0].refusal == .shuttingDown)
        #expect(try await called.report.ending != .done)
        await proxy.stop()
    }
}
