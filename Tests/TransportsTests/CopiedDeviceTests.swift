import Device
import Exchange
import Testing
import Transports

@testable import DeviceTests

@Suite("A session of a device that was copied")
struct CopiedDeviceTests {
    /// A station that has called its host, and a copy of its folder under `copy`.
    private static func copied() async throws -> (network: TestNetwork, station: Device, listener: TestListener) {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let listener = try await TestListener(network.host)
        _ = try await station.call(listener.address)
        try network.copyHome("037", to: "copy")
        return (network, station, listener)
    }

    @Test("a copy that others have overtaken finds out in the session, and loses nothing")
    func overtaken() async throws {
        let (network, station, listener) = try await Self.copied()
        try station.addIssue()
        _ = try await station.call(listener.address)
        let copy = try Device.open(network.options("copy", notes: "elsewhere"))
        let first = try await copy.call(listener.address)
        #expect(first.refusal == .goesOnAnew)
        try copy.addIssue()
        #expect(try await copy.call(listener.address).report.ending == .done)
        _ = try await station.call(listener.address)
        try expectSame(network.host, copy)
        try expectSame(network.host, station)
        #expect(try network.host.status().records == 3)
        await listener.stop()
    }

    // yilu-simulate 90109
    @Test(
        "whose two branches both went on calls the host no liar, and all comes together"
    )
    func copiedAndWritten() async throws {
        let (network, station, listener) = try await Self.copied()
        try station.addIssue([("title", "在这里")])
        _ = try await station.call(listener.address)
        let copy = try Device.open(network.options("copy", notes: "elsewhere"))
        for number in 1...3 { try copy.addIssue([("title", "在副本 \(number)")]) }
        // Its branch is longer than the host's, so nothing but the host's receipt tells it of the other.
        let first = try await copy.call(listener.address)
        #expect(first.report.ending == .done || first.refusal == .goesOnAnew, "\(first.report.ending)")
        for device in [copy, station, copy, station] {
            let record = try await device.call(listener.address)
            #expect(record.report.ending == .done || record.refusal == .goesOnAnew, "\(record.report.ending)")
        }
        try expectSame(network.host, copy)
        try expectSame(network.host, station)
        #expect(try network.host.status().records == 5)
        try expectSound(network.host, copy, station)
        await listener.stop()
    }
}
