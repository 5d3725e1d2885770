import ArgumentParser
import Foundation
import Simulation

/// Lives through a world from a seed, and says whether all held.
@main
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yilu-simulate",
        abstract:
            "Lives through a district from a seed, with everything that can go wrong, and checks that nothing is lost.",
        discussion: "One seed is one history: a failure prints its seed, and the seed replays it exactly.")

    @Argument(help: "The seed, a number from 0.")
    var seed: UInt64

    @Option(help: "How many stations.")
    var stations = WorldSize().stations

    @Option(help: "How many days.")
    var days = WorldSize().days

    @Option(help: "How many seeds, one after another.")
    var seeds: UInt64 = 1

    @Flag(help: "Stop at the first seed that fails.")
    var untilFailure = false

    @Flag(help: "Tell everything that happens, on standard error.")
    var trace = false

    @Option(help: "Keep the world's files in this folder.")
    var keep: String?

    func validate() throws {
        guard (1...10_000).contains(stations) else { throw ValidationError("Give 1 to 10000 stations.") }
        guard (1...10_000).contains(days) else { throw ValidationError("Give 1 to 10000 days.") }
        guard seeds >= 1, seed <= UInt64.max - seeds else { throw ValidationError("Give at least one seed.") }
    }

    func run() throws {
        var failures = 0
        for seed in seed..<(seed + seeds) {
            let folder =
                keep.map { "\($0)/\(seed)" }
                ?? FileManager.default.temporaryDirectory.path + "/yilu-simulate-\(getpid())-\(seed)"
            let report = try World.run(
                seed: seed, size: WorldSize(stations: stations, days: days), folder: folder, isTelling: trace,
                keepsFiles: keep != nil)
            if let violation = report.violation {
                failures += 1
                print("seed \(seed): FAILED: \(violation)")
                print("replay: yilu-simulate \(seed) --stations \(stations) --days \(days) --trace")
                // It is told when it is found, also into a file.
                fflush(nil)
                if untilFailure { break }
            } else if seeds == 1 {
                print(
                    "seed \(seed): held. \(report.devices) devices, \(report.saves) saves, \(report.events) events, "
                        + "trace \(String(report.traceHash, radix: 16))")
            }
        }
        if seeds > 1 { print("\(seeds) seeds from \(seed): \(failures) failed") }
        if failures > 0 { throw ExitCode(1) }
    }
}
