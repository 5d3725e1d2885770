import Foundation
import Simulation
import Testing

/// What a seed found is told by hand among the history tests: seeds change their meaning as the world grows.
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

    @Test("is the same history for the same seed, and another for another")
    func replays() throws {
        let (one, again, other) = (try Self.run(11), try Self.run(11), try Self.run(12))
        #expect(one.traceHash == again.traceHash)
        #expect(one.events == again.events)
        #expect(one.traceHash != other.traceHash)
    }
}
