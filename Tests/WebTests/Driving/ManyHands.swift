import Callers
import Foundation
import Synchronization
import Testing

@testable import CommandsTests

/// One home on which eight processes work at once: the page, which a hundred browsers ask, `serve`, which one station
/// calls over and over, a stick that goes to and fro, bundles of a third station, single records, tables, reports and
/// backups. What each was told is saved is noted.
final class ManyHands: Sendable {
    let scratch: Scratch
    let page: PageServer
    let served: Served
    /// The numbers that were given.
    let told = Mutex<[String]>([])
    /// Records that were told by their count alone.
    private let counted = Mutex(0)
    /// How long each answer of the page took, in milliseconds.
    let waits = Mutex<[Double]>([])
    /// How often each deed was done.
    private let deeds = Mutex<[String: Int]>([:])

    static let browsers = 100
    static let callers = 20
    /// From one request of a browser to the next.
    static let pace = Duration.seconds(2)

    init() async throws {
        scratch = try Scratch()
        try await scratch.makeDistrict()
        for code in ["037", "038", "039"] { try await scratch.makeStation(code) }
        try await scratch.exchange(["037", "038", "039"])
        try FileManager.default.createDirectory(atPath: scratch.path("stick"), withIntermediateDirectories: true)
        page = try PageServer(scratch, "host")
        served = try Served(scratch, "host")
    }

    /// Has all of them work until then, each in turns of its own, and brings all together.
    func work(until end: ContinuousClock.Instant) async throws {
        let hands: [(String, @Sendable (Int) async throws -> Void)] = [
            ("add", add), ("table", addTable), ("sync", sync), ("stick", visitStick), ("bundle", carryBundle),
            ("report", report), ("backup", backUp),
        ]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (name, hand) in hands {
                group.addTask {
                    var turn = 0
                    while ContinuousClock.now < end {
                        try await hand(turn)
                        turn += 1
                    }
                    self.deeds.withLock { $0[name] = turn }
                }
            }
            for caller in 0..<ManyHands.callers {
                group.addTask { try await PageServer.apart { try self.browse(caller, until: end) } }
            }
            try await group.waitForAll()
        }
        try await scratch.done("037", "sync", served.address)
        try await scratch.done("039", "stick", "stick")
        try await scratch.done("host", "stick", "stick")
        #expect(served.stop().code == 0)
        #expect(page.stop().code == 0)
        for _ in 0..<2 { try await scratch.exchange(["037", "038", "039"]) }
    }

    /// Expects that all that was told is there, once, that nothing else is, and that nothing is amiss.
    func expectNothingLost() async throws {
        let given = told.withLock { $0 }
        #expect(Set(given).count == given.count, "a number was given twice")
        let held = try await scratch.numbers("host")
        #expect(Set(held).count == held.count)
        #expect(Set(given).isSubset(of: held), "\(Set(given).subtracting(held).sorted())")
        #expect(held.count == given.count + counted.withLock { $0 })
        try await scratch.expectAgreement(["037", "038", "039"])
        for home in ["host", "037", "038", "039"] {
            #expect(try await scratch.answer(home, "check", "--deep")["ok"]?.isTrue == true, "\(home)")
        }
    }

    /// Of the page's answers, in milliseconds.
    var percentile99: Double {
        let sorted = waits.withLock { $0.sorted() }
        return sorted.isEmpty ? 0 : sorted[(sorted.count * 99 - 1) / 100]
    }

    var words: String {
        let done = deeds.withLock { $0 }.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        let (asked, saved) = (waits.withLock(\.count), told.withLock(\.count) + counted.withLock { $0 })
        return "\(asked) requests, 99 of 100 within \(Int(percentile99.rounded(.up))) ms; "
            + "\(done.joined(separator: ", ")); \(saved) records"
    }
}

extension ManyHands {
    private func add(_ turn: Int) async throws { try await add("host", "手 \(turn)") }

    private func add(_ home: String, _ title: String) async throws {
        let saved = try await scratch.answer(home, "record", "add", "activity", "title=\(title)")
        let number = try #require(saved["number"]?.text)
        told.withLock { $0.append(number) }
    }

    private func addTable(_ turn: Int) async throws {
        let rows = (0..<20).map { "{\"date\": \"2025-11-08\", \"title\": \"表 \(turn) \($0)\"}\n" }.joined()
        try Data(rows.utf8).write(to: scratch.folder.appending(path: "rows.jsonl"))
        let added = try await scratch.answer("host", "import", "activity", "rows.jsonl")["rows"]?["added"]?.number
        #expect(added == 20)
        counted.withLock { $0 += added ?? 0 }
    }

    private func sync(_ turn: Int) async throws {
        try await add("037", "网 \(turn)")
        try await scratch.done("037", "sync", served.address)
    }

    private func visitStick(_ turn: Int) async throws {
        try await add("039", "盘 \(turn)")
        try await scratch.done("039", "stick", "stick")
        try await scratch.done("host", "stick", "stick")
    }

    private func carryBundle(_ turn: Int) async throws {
        try await add("038", "包 \(turn)")
        try await scratch.carry(from: "038", to: "host")
    }

    private func report(_ turn: Int) async throws { try await scratch.answer("host", "report") }

    private func backUp(_ turn: Int) async throws { try await scratch.done("host", "backup", "backup-\(turn)") }
}
