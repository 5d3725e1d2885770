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

    @Test("from a newer version is left alone")
    func newerVersion() throws {
        let network = try TestNetwork()
        try network.station("037").addIssue()
        let file = StoreFile(network.path("037"))
        try file.execute("PRAGMA user_version = 99")
        let rows = try file.dump("change", "record", "fact")
        expectFailure(.badData) { _ = try Device.open(network.options("037")) }
        #expect(try file.dump("change", "record", "fact") == rows)
        try file.execute("PRAGMA user_version = 1")
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

    @Test("whose own file was damaged ends in words, never in a crash", arguments: 0..<60)
    func damagedFile(seed: Int) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let number = try station.addIssue([("raised_by", "陈先生"), ("note", "备注")])
        try station.edit(number, "note", "改过")
        let file = StoreFile(network.path("037"))
        try file.checkpoint()
        try network.copyHome("037", to: "damaged")
        let path = StoreFile(network.path("damaged")).path
        for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
        var bytes = try path.bytes()
        var random = SeededRandom(UInt64(seed))
        for _ in 0..<(1 << random.below(8)) {
            let position = seed.isMultiple(of: 2) ? random.below(bytes.count) : random.below(min(bytes.count, 8192))
            bytes[position] = UInt8.random(in: .min ... .max, using: &random)
        }
        if seed.isMultiple(of: 7) { bytes.removeLast(random.below(bytes.count)) }
        try path.write(bytes)
        do {
            try Self.useAll(network.options("damaged", notes: "elsewhere"))
        } catch let error as DeviceError {
            #expect([.badData, .inputOutput, .cannotCreate, .notPermitted].contains(error.kind), "\(error.what.en)")
            #expect(!error.what.en.contains("陈先生"))
        }
    }

    @Test("what a table holds may be nonsense: it ends in words, never in a crash", arguments: [
        "UPDATE fact SET value = 'x'", "UPDATE fact SET value = NULL", "DELETE FROM fact", "UPDATE fact SET value = -1",
        "DELETE FROM secret", "UPDATE secret SET value = x'00'", "UPDATE node SET id = 'zz'",
        "UPDATE node SET parent = id", "UPDATE node SET kind = 'galaxy'", "DELETE FROM node",
        "UPDATE place SET node = 'zz'", "UPDATE place SET digest = x'00'", "UPDATE place SET digest = zeroblob(40)",
        "UPDATE replica SET key = x'00'", "UPDATE replica SET node = 'zz'",
        "UPDATE replica SET identity = x'ff'", "UPDATE replica SET standing = 'king'",
        "UPDATE replica SET sealing = x''", "UPDATE replica SET serial = ''",
        "UPDATE log SET held = -1", "UPDATE log SET held = 9223372036854775807", "UPDATE log SET applied = held + 1",
        "UPDATE log SET applied = -5", "UPDATE log SET chain = x''", "UPDATE log SET cut = -1",
        "UPDATE context SET vector = 'x'", "UPDATE context SET vector = '{\"1\":-1}'",
        "UPDATE context SET vector = '{\"99\":18446744073709551615}'", "DELETE FROM context",
        "UPDATE change SET kind = 99", "UPDATE change SET kind = -1", "UPDATE change SET time = -1",
        "UPDATE change SET patch = 'x'", "UPDATE change SET patch = '[]'", "UPDATE change SET patch = NULL",
        "UPDATE change SET own = -1", "UPDATE change SET own = 9223372036854775807",
        "UPDATE change SET frontier = x'ff'", "UPDATE change SET personal = '{}'", "UPDATE change SET personal = 'x'",
        "UPDATE change SET erasure_key = x'00'", "UPDATE change SET erasure_key = NULL",
        "UPDATE change SET commitments = 'x'", "UPDATE change SET form = 'x'", "UPDATE change SET form = NULL",
        "UPDATE change SET record = NULL", "UPDATE change SET settlement = 5", "UPDATE change SET sequence = sequence + 9",
        "UPDATE change SET sequence = -sequence", "UPDATE change SET author = 'x'", "DELETE FROM change",
        "UPDATE head SET signature = x''", "UPDATE head SET chain = x'01'", "DELETE FROM head",
        "UPDATE record SET number = -number", "UPDATE record SET fields = 'x'", "UPDATE record SET fields = '[1]'",
        "UPDATE record SET fields = '{\"title\":{\"a\":1}}'", "UPDATE record SET stamps = x''",
        "UPDATE record SET stamps = x'01ffffffffffffffffff01'", "UPDATE record SET stamps = x'01ff'",
        "UPDATE record SET stamps = x'0101630163017f'", "UPDATE record SET stamps = NULL",
        "UPDATE record SET conflicts = 'x'", "UPDATE record SET conflicts = '[\"nowhere\"]'",
        "UPDATE record SET conflicts = '[\"deleted\"]'", "UPDATE record SET deleted = 7",
        "UPDATE record SET form = 'nowhere'", "DELETE FROM record", "DELETE FROM field",
        "UPDATE field SET name = 'x' || id", "DROP TABLE change", "DROP TABLE fact", "DROP TABLE record",
    ])
    func nonsense(sql: String) throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let number = try station.addIssue([("raised_by", "陈先生"), ("note", "备注")])
        try station.edit(number, "note", "改过")
        try station.edit(number, "raised_by", "李先生")
        try network.copyHome("037", to: "damaged")
        try StoreFile(network.path("damaged")).execute("PRAGMA foreign_keys = OFF; " + sql)
        let options = network.options("damaged", notes: "elsewhere")
        func allowing(_ body: () throws -> Void) throws {
            do { try body() } catch let error as DeviceError {
                #expect(error.kind != .usage && error.kind != .tryAgain, "\(error.what.en)")
            }
        }
        try allowing { try Self.useAll(options) }
        try allowing { _ = try Device.open(options).exportBundle(to: "host", out: network.freshPath("yilu")) }
        let file = try network.bundle(from: network.host, to: station)
        try allowing { try Device.open(options).take(file) }
        try allowing { try Device.open(options).edit(number, "note", "又改") }
        try allowing { try Device.open(options).eraseRecord(number: number, by: nil) }
    }
}
