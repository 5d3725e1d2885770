import Device
import FieldRecords
import Testing

@testable import DeviceTests

/// A host that was restored does not know which labels it gave since its backup, and gives them to others.
@Suite("A label that a restored host gave again")
struct LabelGivenAgainTests {
    private let network: TestNetwork
    private let station: Device
    /// Enrolled between the backup and the restore: `hostb`, `037b`.
    private let laptop: Device
    private let second: Device
    private let host: Device
    /// Enrolled by the restored host, which calls itself `hostb`, as `037b`.
    private let third: Device

    /// What the host said before it was restored comes home with the first of them.
    private var devices: [Device] { [second, laptop, station, third] }

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
        try network.host.backup(to: network.path("host.backup"), passphrase: nil)
        try network.host.backupRootKey(to: network.path("root.key"), passphrase: nil)
        laptop = try network.member(of: nil, home: "laptop")
        second = try network.member(of: "037", home: "second")
        host = try Device.restore(
            network.options("host2"), file: network.path("host.backup"), rootKey: network.path("root.key"),
            passphrase: nil)
        third = try Device.join(
            network.options("third"), invitation: try host.inviteMember(place: "037").document, by: "李明")
        for (device, title) in [(laptop, "笔记本"), (host, "恢复的主机")] {
            #expect(try device.addIssue([("title", title)], place: "037") == "hostb-1")
        }
        for (device, title) in [(second, "第二台"), (third, "第三台")] {
            #expect(try device.addIssue([("title", title)]) == "037b-1")
        }
        try host.take(try network.bundleForHost(from: third))
    }

    private static func label(of device: Device, at other: Device) throws -> String {
        let key = try #require(try device.members().first { $0.isThisDevice }).key
        return try #require(try other.members().first { $0.key == key }).replica
    }

    /// What a device knows of each: `key label standing`.
    private static func words(_ device: Device) throws -> [String] {
        try device.members().map { "\($0.key) \($0.replica) \($0.standing)" }.sorted()
    }

    /// Title by number.
    private static func titles(_ device: Device) throws -> [String: String] {
        try Dictionary(uniqueKeysWithValues: device.numbers().map { ($0, try device.text($0, "title") ?? "") })
    }

    /// Expects that all call every device and every record the same, and nothing by the name of another.
    private static func expectOneName(_ devices: [Device]) throws {
        let (words, titles) = (try words(devices[0]), try titles(devices[0]))
        let labels = try devices[0].members().map(\.replica)
        #expect(Set(labels).count == labels.count, "\(labels)")
        for device in devices {
            #expect(try Self.words(device) == words)
            #expect(try Self.titles(device) == titles)
            try expectSame(devices[0], device)
            try expectSound(device)
        }
    }

    @Test(
        "means the device that had it first, and each number one record, whichever of them is heard of first",
        arguments: [true, false])
    func order(isEarlierFirst: Bool) throws {
        let bundles = [try network.bundle(from: second, to: station), try network.bundleFromHost(host, to: station)]
        for bundle in isEarlierFirst ? bundles : bundles.reversed() { try station.take(bundle) }
        try network.spread(devices, through: host)
        try Self.expectOneName([host] + devices)
        #expect(try Self.label(of: second, at: third) == "037b")
        #expect(try Self.label(of: laptop, at: host) == "hostb")
        #expect(try Self.label(of: third, at: second).hasPrefix("037b~"))
        #expect(try host.status().replica.hasPrefix("hostb~"))
        let titles = try Self.titles(station)
        #expect(titles["037b-1"] == "第二台" && titles["hostb-1"] == "笔记本")
        #expect(Set(titles.values) == ["第二台", "第三台", "笔记本", "恢复的主机"])
    }

    @Test("lets each of the devices be revoked, and a record of each be deleted, by the name that is shown")
    func revoked() throws {
        try network.spread(devices, through: host)
        let labels = try [laptop, second, third].map { try Self.label(of: $0, at: host) }
        try station.deleteRecord(number: "\(labels[2])-1", by: nil)
        try network.spread([station], through: host)
        #expect(try Set(Self.titles(host).values) == ["第二台", "笔记本", "恢复的主机"])
        for label in labels { try host.revoke(label) }
        try network.carry(host, to: station)
        for device in [host, station] {
            let members = try device.members()
            #expect(members.filter { $0.standing == "revoked" }.map(\.replica).sorted() == labels.sorted())
            #expect(Set(members.map(\.replica)).count == members.count)
        }
        #expect(try Self.words(station) == Self.words(host))
        try expectSame(host, station)
    }

    @Test("that was in a record's number when its form was opened says nothing of where the form is saved")
    func openedForm() throws {
        try station.take(try network.bundleFromHost(host, to: station))
        #expect(try Self.titles(station)["037b-1"] == "第三台")
        let token = try station.openForm(number: "037b-1").token(without: [])
        try network.carry(second, to: station)
        #expect(try Self.titles(station)["037b-1"] == "第二台")
        let form = try station.openedForm(number: "037b-1", token: token)
        let saved = try station.editRecord(form, typed: [("note", "改了")], files: [], by: nil)
        #expect(try station.text(saved.number, "title") == "第三台" && station.text(saved.number, "note") == "改了")
    }

    @Test("is given to somebody else by no later invitation")
    func invitedLater() throws {
        try network.spread(devices, through: host)
        #expect(try host.inviteMember(place: "037").label == "037c")
        #expect(try host.inviteMember(place: nil).label == "hostc")
        try Self.expectOneName([host] + devices)
    }

    @Test("that several call themselves by, and none is called by, means none of them")
    func severalMeant() throws {
        try network.spread(devices, through: host)
        try StoreFile(network.path("host2")).execute("UPDATE replica SET label = '037x' WHERE label = '037b'")
        let deeds: [() throws -> Void] = [
            { try host.revoke("037b") }, { try host.deleteRecord(number: "037b-1", by: nil) },
        ]
        for deed in deeds {
            let error = #expect(throws: DeviceError.self) { try deed() }
            #expect(error?.kind == .badData && error?.what.en.contains("037x") == true)
        }
        #expect(try host.members().allSatisfy { $0.standing != "revoked" })
    }

    @Test("by two restores of one backup is told apart by everybody alike", arguments: [true, false])
    func twoRestores(isFirstHeardFirst: Bool) throws {
        let other = try Device.restore(
            network.options("host3"), file: network.path("host.backup"), rootKey: network.path("root.key"),
            passphrase: nil)
        #expect(try other.addIssue([("title", "又一台主机")], place: "037") == "hostb-1")
        for restored in isFirstHeardFirst ? [host, other] : [other, host] {
            try station.take(try network.bundleFromHost(restored, to: station))
        }
        for restored in [host, other, host] { try network.spread([station], through: restored) }
        try Self.expectOneName([host, other, station])
        #expect(try Set(Self.titles(station).values) == ["恢复的主机", "又一台主机", "第三台"])
    }
}
