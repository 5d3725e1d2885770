import ArgumentParser
import FieldRecords
import Foundation

/// Measures speed and size against what others do, in one run.
@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yilu-bench", abstract: "Measures speed and size against what others do, in one run.")

    @Flag(help: "The saves of one station only.")
    var quick = false

    @Flag(help: "Close with one line of JSON.")
    var json = false

    @Option(help: "How many records; each is edited once.")
    var records = 50_000

    @Option(help: "How often everything is measured; the middle one counts.")
    var rounds = 5

    @Option(help: "Where the files go while it runs.")
    var folder = FileManager.default.temporaryDirectory.path + "/yilu-bench-\(getpid())"

    func validate() throws {
        guard (1...1_000_000).contains(records) else { throw ValidationError("Give 1 to 1000000 records.") }
        guard (1...100).contains(rounds) else { throw ValidationError("Give 1 to 100 rounds.") }
    }

    func run() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let workload = Workload(records: records, edits: records)
        let peers = PeerWorkload(workload)
        var trials: [StationTrial] = []
        for round in 0..<rounds {
            trials.append(try StationTrial(workload, peers: peers, folder: "\(folder)/\(round)"))
        }
        let figures = StationFigures(trials).figures
        print(Table.text(figures))
        if json { print(JSONValue.object([JSONMember("figures", .array(figures.map(\.json)))]).compact) }
    }
}
