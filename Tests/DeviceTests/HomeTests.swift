import Device
import FieldRecords
import Foundation
import Testing

@Suite("A home that cannot serve")
struct HomeTests {
    /// Opens a device and asks it all that a person would.
    private static func useAll(_ options: DeviceOptions) throws {
        let device = try Device.open(options)
        _ = try device.status()
        _ = try device.members()
        for number in try device.numbers(includeDeleted: true) {
            _ = try device.record(number: number, showPersonal: true)
            _ = try device.history(number: number)
        }
        _ = try device.allConflicts()
        _ = try device.check(deep: true)
        try device.addIssue()
    }

    @Test("that is missing, or has no device in it, is missing input")
    func missing() throws {
        let network = try TestNetwork()
        expectFailure(.noInput) { _ = try Device.open(network.options("nowhere")) }
        #expect(!FileManager.default.fileExists(atPath: network.path("nowhere")), "asking makes no folder")
        try FileManager.default.createDirectory(atPath: network.path("empty"), withIntermediateDirectories: true)
        expectFailure(.noInput) { _ = try Device.open(network.options("empty")) }
    }

    @Test("where nothing can be made is said so")
    func cannotCreate() throws {
        let network = try TestNetwork()
        let invitation = try network.host.inviteMember(place: nil)
        _ = try network.write([1], "txt")
        for home in [network.path("1.txt"), network.path("1.txt/below"), "/proc/yilu"] {
            let options = DeviceOptions(
                home: home, sidecar: network.path("notes"), environment: network.clock.environment)
            expectFailure(.cannotCreate) { _ = try Device.join(options, invitation: invitation.document, by: nil) }
            expectFailure(.cannotCreate) {
                _ = try Device.createDistrict(options, name: "昌平区", isOpen: false, towns: [])
            }
        }
    }

    @Test("in which somebody was interrupted while making a device holds none, and one can be made there")
    func interrupted() throws {
        let network = try TestNetwork()
        let invitation = try network.host.inviteMember(place: nil)
        let backup = network.path("host.backup")
        try network.host.backup(to: backup, passphrase: nil)
        let ways: [(DeviceOptions) throws -> Device] = [
            { try Device.join($0, invitation: invitation.document, by: nil) },
            { try Device.createDistrict($0, name: "昌平区", isOpen: false, towns: []) },
            { try Device.restore($0, file: backup, passphrase: nil) },
        ]
        for (index, way) in ways.enumerated() {
            let options = network.options("new\(index)")
            let left = options.home + "/yilu.making"
            try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: backup, toPath: left + "/yilu.sqlite")
            try Data([1]).write(to: URL(filePath: left + "/yilu.sqlite.tmp1"))
            expectFailure(.noInput) { _ = try Device.open(options) }
            _ = try way(options)
            #expect(try Device.open(options).check(deep: true).isOK)
            #expect(!FileManager.default.fileExists(atPath: left))
        }
    }

    @Test("that is read-only is said so, and read-only exports too", .enabled(if: geteuid() != 0, "root may write all"))
    func readOnly() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let home = network.path("037")
        chmod(home, 0o500)
        chmod(home + "/yilu.sqlite", 0o400)
        defer {
            chmod(home, 0o700)
            chmod(home + "/yilu.sqlite", 0o600)
        }
        expectFailure(.cannotCreate) { _ = try Device.open(network.options("037")) }
        expectFailure(.cannotCreate) { _ = try network.host.exportBundle(to: "037", out: home + "/x.yilu") }
    }

    @Test("an export, a backup or an import that has nowhere to go changes nothing")
    func nowhereToGo() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let before = try station.status().changes
        expectFailure(.cannotCreate) { _ = try station.exportBundle(to: "host", out: network.path("no/such/x.yilu")) }
        expectFailure(.cannotCreate) { try station.backup(to: network.path("no/such/x.backup"), passphrase: nil) }
        expectFailure(.noInput) { try station.take(network.path("nowhere.yilu")) }
        expectFailure(.noInput) { try station.take(network.folder) }
        expectFailure(.noInput) { _ = try station.rows(network.path("nowhere.csv")) }
        #expect(try station.status().changes == before)
        let here = try FileManager.default.contentsOfDirectory(atPath: network.folder)
        #expect(!here.contains { $0.contains(".tmp") || $0.contains(".part") })
    }

    @Test("from a newer version, or from before the first release, is left alone")
    func otherVersion() throws {
        let network = try TestNetwork()
        try network.station("037").addIssue()
        let file = StoreFile(network.path("037"))
        let rows = try file.dump("chunk", "record", "fact")
        for version in [99, 1, 0] {
            try file.execute("PRAGMA user_version = \(version)")
            expectFailure(.badData) { _ = try Device.open(network.options("037")) }
            #expect(try file.dump("chunk", "record", "fact") == rows)
        }
        try file.execute("PRAGMA user_version = 2")
        #expect(try Device.open(network.options("037")).numbers() == ["037-1"])
    }

    @Test("that holds some other program's file is not ours", arguments: SharedData.names(in: "hostile/sqlite"))
    func fuzzedFile(name: String) throws {
        let network = try TestNetwork()
        try FileManager.default.createDirectory(atPath: network.path("x"), withIntermediateDirectories: true)
        var bytes = try SharedData.bytes("hostile/sqlite/\(name)")
        let path = StoreFile(network.path("x")).path
        try path.write(bytes)
        expectFailure(.badData) { try Self.useAll(network.options("x")) }
        #expect(try path.bytes() == bytes, "it was not ours to change")
        // The same file passed off as ours.
        guard bytes.count >= 100 else { return }
        bytes.replaceSubrange(60..<64, with: [0, 0, 0, 1])
        bytes.replaceSubrange(68..<72, with: Array("YILU".utf8))
        try path.write(bytes)
        let error = #expect(throws: DeviceError.self) { try Self.useAll(network.options("x")) }
        #expect([.badData, .inputOutput].contains(error?.kind), "\(error?.what.en ?? "")")
    }
}
