import ArgumentParser
import FieldRecords
import Foundation

/// Measures speed and size against what others do, in one run.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yilu-bench", abstract: "Measures speed and size against what others do, in one run.")

    @Flag(help: "The saves of one station only, in as many rounds as 45 seconds take.")
    var quick = false

    @Flag(help: "Close with one line of JSON.")
    var json = false

    @Option(help: "How many records; each is edited once.")
    var records = 50_000

    @Option(help: "How often everything is measured; the middle one counts.")
    var rounds = 5

    @Option(help: "Over how many stations the workload is spread another time.")
    var stations = 400

    @Option(help: "How many write in the open network.")
    var writers = 409

    @Option(help: "How many changes the host holds in the end.")
    var changes = 10_000_000

    @Option(help: "How many saves the bundle has that is taken in, and written, at a host of every size.")
    var deedSaves = 2_000

    @Option(help: "How large the bundle is that is written and read for the memory it takes.")
    var bundleBytes = 1 << 30

    @Option(help: "A city's service requests, as CSV.")
    var civic: String?

    @Option(help: "Where time against size is plotted, an SVG file.")
    var plot: String?

    @Option(help: "The built yilu; the one beside this program if not given.")
    var yilu: String?

    @Option(help: "Where the files go while it runs.")
    var folder = FileManager.default.temporaryDirectory.path + "/yilu-bench-\(getpid())"

    @Flag(help: .hidden)
    var rows = false

    @Flag(help: .hidden)
    var memory = false

    func validate() throws {
        func check(_ name: String, _ number: Int, _ range: ClosedRange<Int>) throws {
            guard range.contains(number) else {
                throw ValidationError("--\(name) takes \(range.lowerBound) to \(range.upperBound).")
            }
        }
        try check("records", records, 1...1_000_000)
        try check("rounds", rounds, 1...100)
        try check("stations", stations, 1...5_000)
        try check("writers", writers, 2...2_000)
        try check("changes", changes, 1_000...100_000_000)
        try check("deed-saves", deedSaves, 2...1_000_000)
        try check("bundle-bytes", bundleBytes, 1...4 << 30)
    }

    func run() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let workload = Workload(records: records, edits: records)
        if rows { return try measureRows(workload) }
        var figures =
            try memory ? memoryFigures(try builtProgram()) : StationFigures(try stationTrials(workload)).figures
        if !quick, !memory { figures += try furtherFigures() }
        print(Table.text(figures))
        if json { print(JSONValue.object([JSONMember("figures", .array(figures.map(\.json)))]).compact) }
    }
}
