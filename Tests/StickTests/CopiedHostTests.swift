import Device
import Simulation
import Testing

@testable import DeviceTests

@Suite("A stick between a station and a host of which there are two")
struct CopiedHostTests {
    private let network: TestNetwork
    private let station: Device
    private let stick = MemoryMedium()

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
        try visit(station, network.host, station)
    }

    private func visit(_ devices: Device...) throws {
        for device in devices { #expect(try device.visit(stick).mayBePulled) }
    }

    @Test("goes on bringing everything to the host that was copied, whatever became of the copy")
    func noticed() throws {
        try network.copyHome("host", to: "copy")
        try network.host.addIssue([("title", "主机的")], place: "037")
        try visit(try Device.open(network.options("copy")))
        try station.addIssue([("title", "驿站的")])
        for _ in 0..<2 { try visit(station, network.host) }
        try expectServed()
        try expectSame(network.host, station)
        #expect(try station.numbers().count == 2)
    }

    @Test("goes on bringing everything to both where each wrote before it heard of the other")
    func forked() throws {
        try network.copyHome("host", to: "copy")
        let copy = try Device.open(network.options("copy", notes: "other notes"))
        try network.host.addIssue([("title", "主机的")], place: "037")
        try copy.addIssue([("title", "副本的")], place: "037")
        for _ in 0..<3 { try visit(network.host, copy, station) }
        try station.addIssue([("title", "驿站的")])
        for _ in 0..<3 { try visit(station, network.host, copy) }
        try expectServed()
        for host in [network.host, copy] { try expectSame(host, station) }
        #expect(try station.numbers().count == 3)
    }

    /// Expects that the station knows both hosts as such.
    private func expectServed() throws {
        let hosts = try station.members().filter { $0.place != "037" }
        #expect(hosts.count >= 2 && hosts.allSatisfy { $0.standing == "enrolled" }, "\(hosts)")
        #expect(try network.host.status().standing == "enrolled")
        try expectSound(network.host, station)
    }

    @Test("tells the host of which a backup was restored that it was replaced, and serves both once it is admitted")
    func restored() throws {
        let file = network.path("host.backup")
        try network.host.backup(to: file, passphrase: nil)
        let restored = try Device.restore(network.options("restored"), file: file, passphrase: nil)
        try visit(restored, station, network.host)
        #expect(try network.host.status().standing == "superseded")
        #expect(try restored.status().standing == "enrolled")
        try station.addIssue()
        try visit(station, network.host, restored)
        #expect(try network.host.numbers().isEmpty)
        #expect(try restored.numbers() == ["037-1"])
        try restored.admit("host")
        for _ in 0..<3 { try visit(restored, network.host, station) }
        #expect(try network.host.status().standing == "enrolled")
        for device in [network.host, restored] { try expectSame(device, station) }
        try expectSound(network.host, restored, station)
    }
}
