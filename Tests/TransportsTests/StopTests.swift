import Device
import Exchange
import NIOCore
import Testing
import Transports

@testable import DeviceTests

@Suite("A listener that stops", .serialized)
struct StopTests {
    /// However the two fall together, neither side comes down, and the session is noted.
    @Test("ends a session whose handshake is under way, though the handshake is done after that")
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
        await listener.stop()
        #expect(await listener.records(1).count == 1)
        _ = try await called
        await proxy.stop()
    }
}
