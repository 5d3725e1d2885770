import Device
import FieldRecords
import Foundation
import Seeds
import Testing

/// A station's folder with some records in it, and a bundle for it: made once, copied for every way to damage it.
private struct Template: Sendable {
    /// Lives as long as the run; a child process finds it in its parent's folder.
    static let shared = Result<Template, any Error> { try Template() }

    let network: TestNetwork
    let bundle: String

    static let number = "037-1"
    static let personal = "陈先生"

    init() throws {
        network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue([("raised_by", Template.personal), ("note", "备注")])
        try station.edit(Template.number, "note", "改过")
        try station.edit(Template.number, "raised_by", "李先生")
        bundle = try network.bundle(from: network.host, to: station)
        try StoreFile(network.path("037")).checkpoint()
    }

    /// A copy of the station's folder.
    func copy() throws -> String {
        let home = network.path("copy-\(UUID().uuidString)")
        try FileManager.default.copyItem(atPath: network.path("037"), toPath: home)
        return home
    }
}

/// Uses a damaged device in every way: each may fail in words.
///
/// - Returns: what was wrong with how it failed; empty where all is well.
private func useDamaged(_ home: String, bundle: String) -> [String] {
    let options = DeviceOptions(home: home, sidecar: home + "/elsewhere")
    var faults: [String] = []
    func attempt(_ what: String, _ body: (Device) throws -> Void) {
        do { try body(try Device.open(options)) } catch let error as DeviceError {
            let isExpected = [.badData, .inputOutput, .cannotCreate, .notPermitted, .noInput].contains(error.kind)
            if !isExpected { faults.append("\(what): \(error.kind) \(error.what.en)") }
            if error.what.en.contains(Template.personal) { faults.append("\(what): a personal value in the words") }
        } catch {
            faults.append("\(what): \(error)")
        }
    }
    attempt("status") { _ = try $0.status() }
    attempt("members") { _ = try $0.members() }
    attempt("list") { _ = try $0.numbers(includeDeleted: true) }
    attempt("show") { _ = try $0.record(number: Template.number, showPersonal: true) }
    attempt("history") { _ = try $0.history(number: Template.number) }
    attempt("conflicts") { _ = try $0.allConflicts() }
    attempt("check") { _ = try $0.check(deep: true) }
    attempt("export") { _ = try $0.exportBundle(to: "host", out: home + "/out.yilu") }
    attempt("import") { try $0.take(bundle) }
    attempt("add") { try $0.addIssue() }
    attempt("edit") { try $0.edit(Template.number, "note", "又改") }
    attempt("delete") { try $0.deleteRecord(number: Template.number, by: nil) }
    attempt("erase") { try $0.eraseRecord(number: Template.number, by: nil) }
    attempt("backup") { try $0.backup(to: home + "/out.backup", passphrase: nil) }
    return faults
}

@Suite("A device's damaged file", .serialized)
struct DamagedFileTests {
    /// Runs in a process of its own: a crash is a failure of this test, not the end of the run.
    private static func expectWords(_ home: String) async throws {
        let bundle = try Template.shared.get().bundle
        await #expect(processExitsWith: .success) { [home, bundle = bundle as String] in
            let faults = useDamaged(home, bundle: bundle)
            #expect(faults.isEmpty, "\(faults)")
        }
        try FileManager.default.removeItem(atPath: home)
    }

    @Test("ends in words, never in a crash", arguments: 0..<40)
    func noise(seed: Int) async throws {
        let home = try Template.shared.get().copy()
        let path = StoreFile(home).path
        var bytes = try path.bytes()
        var random = SeededRandom(UInt64(seed))
        for _ in 0..<(1 << random.below(8)) {
            let position = seed.isMultiple(of: 2) ? random.below(bytes.count) : random.below(min(bytes.count, 8192))
            bytes[position] = UInt8.random(in: .min ... .max, using: &random)
        }
        if seed.isMultiple(of: 7) { bytes.removeLast(random.below(bytes.count)) }
        try path.write(bytes)
        try await Self.expectWords(home)
    }

    @Test("may hold nonsense in any table, and ends in words, never in a crash", arguments: nonsense)
    func tables(sql: String) async throws {
        let home = try Template.shared.get().copy()
        try StoreFile(home).execute("PRAGMA foreign_keys = OFF; " + sql)
        try await Self.expectWords(home)
    }
}

/// Ways to make a well-formed file senseless.
private let nonsense: [String] = [

    "UPDATE fact SET value = 'x'", "UPDATE fact SET value = NULL", "DELETE FROM fact", "UPDATE fact SET value = -1",
    "DELETE FROM secret", "UPDATE secret SET value = x'00'", "UPDATE node SET id = 'zz' || code",
    "UPDATE node SET parent = id", "UPDATE node SET kind = 'galaxy'", "DELETE FROM node",
    "UPDATE place SET node = 'zz' || id", "UPDATE place SET digest = x'00'", "UPDATE place SET digest = zeroblob(40)",
    "UPDATE replica SET key = CAST(label AS BLOB)", "UPDATE replica SET node = 'zz'",
    "UPDATE replica SET identity = x'ff'", "UPDATE replica SET standing = 'king'",
    "UPDATE replica SET sealing = x''", "UPDATE replica SET serial = ''",
    "UPDATE log SET held = -1", "UPDATE log SET held = 9223372036854775807", "UPDATE log SET applied = held + 1",
    "UPDATE log SET applied = -5", "UPDATE log SET chain = x''", "UPDATE log SET cut = -1",
    "UPDATE context SET vector = 'x'", "UPDATE context SET vector = '{\"1\":-1}'",
    "UPDATE context SET vector = '{\"99\":18446744073709551615}'", "DELETE FROM context",
    "UPDATE chunk SET content = x''", "UPDATE chunk SET content = substr(content, 9)",
    "UPDATE chunk SET content = zeroblob(length(content))", "UPDATE chunk SET content = CAST(content || 'x' AS BLOB)",
    "UPDATE chunk SET content = (SELECT content FROM chunk ORDER BY id DESC LIMIT 1)",
    "UPDATE chunk SET chains = x''", "UPDATE chunk SET chains = zeroblob(length(chains))",
    "UPDATE chunk SET contexts = x''", "UPDATE chunk SET contexts = x'ffffffffffffffffff01'",
    "UPDATE chunk SET contexts = x'0101'", "UPDATE chunk SET contexts = x'01ffffffffffffffff7f'",
    "UPDATE chunk SET first = -first", "UPDATE chunk SET first = 0 WHERE first = 1", "UPDATE chunk SET last = last + 9",
    "UPDATE chunk SET last = 9223372036854775807", "UPDATE chunk SET last = -1", "UPDATE chunk SET files = 5",
    "UPDATE OR IGNORE chunk SET log = (SELECT max(id) FROM log)", "DELETE FROM chunk",
    "INSERT INTO void SELECT id, held, 'x' FROM log", "UPDATE record SET changes = x''",
    "UPDATE record SET changes = x'ff'", "UPDATE record SET changes = x'01ffffffffffffffffff01'",
    "UPDATE record SET changes = x'6301'", "UPDATE record SET changes = NULL",
    "UPDATE head SET signature = x''", "UPDATE head SET chain = x'01'", "DELETE FROM head",
    "UPDATE record SET number = -number", "UPDATE record SET fields = 'x'", "UPDATE record SET fields = '[1]'",
    "UPDATE record SET fields = '{\"title\":{\"a\":1}}'", "UPDATE record SET stamps = x''",
    "UPDATE record SET stamps = x'01ffffffffffffffffff01'", "UPDATE record SET stamps = x'01ff'",
    "UPDATE record SET stamps = x'0101630163017f'", "UPDATE record SET stamps = NULL",
    "UPDATE record SET conflicts = 'x'", "UPDATE record SET conflicts = '[\"nowhere\"]'",
    "UPDATE record SET conflicts = '[\"deleted\"]'", "UPDATE record SET deleted = 7",
    "UPDATE record SET form = 'nowhere'", "DELETE FROM record", "DELETE FROM field",
    "UPDATE field SET name = 'x' || id", "DROP TABLE chunk", "DROP TABLE fact", "DROP TABLE record",
]
