import Testing

@testable import Device

@Suite("District staff's own computer that was restored")
struct RestoredStaffTests {
    /// What the host did about it before a station heard of it.
    enum Deed: CaseIterable {
        case nothing, retireOld, retireNew, revokeNew
    }

    private let network: TestNetwork
    private let station: Device
    private let restored: Device

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
        let staff = try network.member(of: nil, home: "staff")
        let file = network.path("staff.backup")
        try staff.backup(to: file, passphrase: nil)
        restored = try Device.restore(network.options("restored"), file: file, passphrase: nil)
    }

    @Test("cuts no station off that hears of it and of whom it succeeds at once", arguments: Deed.allCases)
    func heardAtOnce(after deed: Deed) throws {
        let early = try network.joinStation("038")
        try network.exchange(restored, network.host)
        let new = try #require(try network.host.members().first { $0.predecessor == "hostb" }).replica
        switch deed {
        case .nothing: break
        case .retireOld: try network.host.retire("hostb")
        case .retireNew: try network.host.retire(new)
        case .revokeNew: try network.host.revoke(new)
        }
        let late = try network.joinStation("039")
        _ = try network.host.addTown(name: "沙河镇", code: "T03")
        try network.carry(network.host, to: station)
        for device in [early, late] { try network.exchange(device, network.host) }
        for device in [station, early, late] {
            #expect(try device.towns().map(\.code) == network.host.towns().map(\.code))
            #expect(try device.status().standing == "enrolled")
            #expect(try device.status().stopped.isEmpty)
        }
        try expectSound(network.host, station, early, late)
    }

    @Test("may be the one that a station hears of it from, before the host has")
    func heardFromItself() throws {
        _ = try restored.addTown(name: "沙河镇", code: "T03")
        try network.carry(restored, to: station)
        #expect(try station.towns().contains { $0.code == "T03" })
        #expect(try station.status().stopped.isEmpty)
        try network.exchange(station, network.host)
        try network.carry(network.host, to: station)
        #expect(try network.host.towns().map(\.code) == station.towns().map(\.code))
        try expectSound(network.host, station, restored)
    }
}
