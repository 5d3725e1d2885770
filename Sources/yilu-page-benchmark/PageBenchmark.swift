import ArgumentParser
import Callers
import FieldRecords
import Foundation

/// How long the page of a device with many records takes to answer: a real `yilu web`, one browser's connection.
@main
struct PageBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yilu-page-benchmark",
        abstract: "Measures how long the page takes at a device with many records; ends with 1 where a goal is missed")

    @Option(help: "Records on the device")
    var records = 100_000

    @Option(help: "Requests of every kind")
    var requests = 200

    @Option(help: "A folder that keeps the device for the next run; without it a temporary one that goes away")
    var folder: String?

    @Flag(help: "The last line is one JSON document")
    var json = false

    /// 99 of 100 answers come within this.
    static let goalMilliseconds = 50.0

    func run() throws {
        let temporary = FileManager.default.temporaryDirectory.appending(path: "yilu-page-\(UUID().uuidString)").path
        defer { if folder == nil { try? FileManager.default.removeItem(atPath: temporary) } }
        let station = try MeasuredStation(folder: folder ?? temporary, records: records)
        let page = try ServedPage(home: station.home, state: station.folder)
        defer { page.stop() }
        print("The page at a device with \(records) records, \(requests) requests of a kind, in milliseconds:")
        print(PageBenchmark.row("", "median", "99 %", "longest"))
        var figures: [JSONValue] = []
        var isReached = true
        for kind in try PageRequests(page, station).kinds {
            let times = try (0..<requests).map { try page.milliseconds(kind.request($0), expecting: kind.status) }
                .sorted()
            let (median, high) = (times[times.count / 2], times[times.count * 99 / 100])
            print(PageBenchmark.row(kind.name, median.shown, high.shown, times[times.count - 1].shown))
            let isWithin = high <= PageBenchmark.goalMilliseconds
            isReached = isReached && isWithin
            figures.append([
                "name": .string("page: \(kind.name), 99 %, ms"), "value": .decimal(high),
                "goal": .decimal(PageBenchmark.goalMilliseconds), "reached": .bool(isWithin),
            ])
        }
        print("Goal: 99 of 100 within \(Int(PageBenchmark.goalMilliseconds)) ms: \(isReached ? "reached" : "missed")")
        if json { print(JSONValue.object([JSONMember("figures", .array(figures))]).compact) }
        if !isReached { throw ExitCode(1) }
    }

    private static func row(_ name: String, _ cells: String...) -> String {
        name + String(repeating: " ", count: max(1, 32 - name.count))
            + cells.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }.joined()
    }
}

extension Double {
    fileprivate var shown: String { String((self * 10).rounded() / 10) }
}
