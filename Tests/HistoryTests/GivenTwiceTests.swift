import Device
import Testing

@testable import DeviceTests

/// A host that was restored gives its word on a device again, not knowing that it gave it before.
@Suite("Found by the simulator: the host's word given twice")
struct GivenTwiceTests {
    private let network: TestNetwork
    private let station: Device
    /// An invitation that the backup knows as unused.
    private let invitation: [UInt8]

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
        invitation = try network.host.inviteMember(place: "037").document
        try network.host.backup(to: network.path("host.backup"), passphrase: nil)
    }

    private func join(_ home: String) throws -> Device {
        try Device.join(network.options(home), invitation: invitation, by: "李明")
    }

    private func restoredHost() throws -> Device {
        try Device.restore(network.options("host2"), file: network.path("host.backup"), passphrase: nil)
    }

    private static func key(of device: Device) throws -> String {
        try #require(try device.members().first { $0.isThisDevice }).key
    }

    /// What a device knows of each: `key label standing`.
    private static func words(_ device: Device) throws -> Set<String> {
        Set(try device.members().map { "\($0.key) \($0.replica) \($0.standing)" })
    }

    // Seed 34772
    @Test("everybody follows the later word, and no label stands for two", arguments: [true, false])
    func labels(stationFirst: Bool) throws {
        let second = try network.enrol(try join("second"))
        try network.exchange(station, network.host)
        let host = try restoredHost()
        let third = try join("third")
        if stationFirst { try network.spread([station], through: host) }
        try network.spread([third, second], rounds: 1, through: host)
        try network.spread([third, second, station], through: host)
        for device in [station, second, third] {
            #expect(try Self.words(device) == Self.words(host))
            try expectSame(host, device)
        }
        let labels = try host.members().map(\.replica)
        #expect(Set(labels).count == labels.count, "\(labels)")
    }

    @Test("a revocation that the host forgot stands when it comes back, in whatever order", arguments: [true, false])
    func revocation(stationFirst: Bool) throws {
        let second = try network.enrol(try join("second"))
        let key = try Self.key(of: second)
        let label = try #require(try network.host.members().first { $0.key == key }).replica
        try network.host.revoke(label)
        try network.exchange(station, network.host)
        let host = try restoredHost()
        if stationFirst { try network.spread([station], through: host) }
        try host.take(try network.bundleForHost(from: second))
        try network.spread([station], through: host)
        for device in [host, station] {
            #expect(try device.members().first { $0.key == key }?.standing == "revoked")
        }
        try expectSame(host, station)
    }
}
