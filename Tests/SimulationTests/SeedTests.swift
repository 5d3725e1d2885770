import Foundation
import Simulation
import Testing

@Suite("A simulated district")
struct SeedTests {
    /// Worlds small enough that two hundred take a minute or two; the bigger ones run by `yilu-simulate`.
    private static let size = WorldSize(stations: 2, days: 3)

    private static func run(_ seed: UInt64, size: WorldSize = size) throws -> Report {
        let folder = FileManager.default.temporaryDirectory.path + "/yilu-world-\(UUID().uuidString)"
        return try World.run(seed: seed, size: size, folder: folder)
    }

    private static let seeds = 0..<UInt64(ProcessInfo.processInfo.environment["YILU_TEST_ALL"] == nil ? 200 : 10_000)

    @Test("loses no record, whatever goes wrong", arguments: seeds)
    func holds(seed: UInt64) throws {
        let report = try Self.run(seed)
        #expect(report.violation == nil, "yilu-simulate \(seed) --stations 2 --days 3 --trace")
        #expect(report.events > 0)
    }

    /// Each of these failed once; why stands beside it.
    @Test(
        "loses no record where it once did",
        arguments: [
            // A bundle told of new stations after their records: the town's office refused those.
            (1, 4, 10),
            // Two copies that only read gave receipts under one name, and one of them starved.
            (4, 4, 10), (37, 4, 10),
            // A receipt of a longer branch passed for one of somebody who is ahead.
            (7, 4, 10),
            // A copy that was behind could not say in a receipt that it held nothing of a log.
            (1006, 3, 8), (2069, 3, 8), (2109, 3, 8),
            // Two copies that held one losing branch both issued it anew.
            (1094, 3, 8), (2053, 3, 8), (2127, 3, 8),
        ])
    func holdsNow(seed: UInt64, stations: Int, days: Int) throws {
        let report = try Self.run(seed, size: WorldSize(stations: stations, days: days))
        #expect(report.violation == nil, "yilu-simulate \(seed) --stations \(stations) --days \(days) --trace")
    }

    @Test("is the same history for the same seed, and another for another")
    func replays() throws {
        let (one, again, other) = (try Self.run(11), try Self.run(11), try Self.run(12))
        #expect(one.traceHash == again.traceHash)
        #expect(one.events == again.events)
        #expect(one.traceHash != other.traceHash)
    }
}
