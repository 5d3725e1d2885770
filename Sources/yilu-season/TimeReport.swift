import ArgumentParser
import Device
import FieldRecords
import Foundation
import Reports

/// How long a report over many records takes.
struct TimeReport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "time",
        abstract: "Times the report over a million records, and prints it.",
        discussion: "The records are entered through the program's own import, and kept in the folder for the next run."
    )

    /// Entered at a time.
    private static let batchRows = 50_000

    @Option(help: "CSV of the towns: name, code.")
    var towns: String

    @Option(help: "The folder that keeps the records.")
    var out: String

    @Option(help: "How many records.")
    var records = 1_000_000

    @Option(help: "How often the report is made; the slowest counts.")
    var runs = 3

    func run() throws {
        let host = try opened()
        let request = ReportRequest(from: MadeUpSeason.firstDay, to: MadeUpSeason.lastDay)
        let held = try host.status().records
        for withRecords in [false, true] {
            var slowest = (seconds: 0.0, processorSeconds: 0.0)
            for _ in 0..<runs {
                let (start, processorStart) = (ContinuousClock.now, TimeReport.processorSeconds)
                let report = try host.report(request, withRecords: withRecords)
                let bytes = withRecords ? report.json.compact.utf8.count : report.page(in: .zh).count
                precondition(bytes > 0, "a report is never empty")
                let seconds = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
                guard seconds > slowest.seconds else { continue }
                slowest = (seconds, TimeReport.processorSeconds - processorStart)
            }
            let what = withRecords ? "JSON with all record numbers" : "HTML without record numbers"
            let times = [slowest.seconds, slowest.processorSeconds].map { String(format: "%.2f s", $0) }
            print("report over \(held) records, \(what): \(times[0]), \(times[1]) of one core (slowest of \(runs))")
        }
    }

    /// What this process has had of the processors so far: beside the clock it tells how busy the machine was.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func opened() throws -> Device {
        let options = DeviceOptions(home: "\(out)/host", sidecar: "\(out)/sidecar")
        if let device = try? Device.open(options), try device.status().records >= records { return device }
        let district = try MadeUpDistrict(towns: towns, communities: nil, stationCount: MadeUpDistrict.stationCount)
        let folder = try DistrictFolder(folder: out, district: district, from: MadeUpSeason.firstDay)
        let perScale = MadeUpSeason(seed: 0, stations: [0]).rows.count
        let season = MadeUpSeason(
            seed: 1, stations: Array(district.stations.indices), scale: (records + perScale - 1) / perScale)
        for (station, rows) in Dictionary(grouping: season.rows.prefix(records), by: \.station) {
            let place = station.map { district.stations[$0].code }
            for start in stride(from: 0, to: rows.count, by: TimeReport.batchRows) {
                let end = min(start + TimeReport.batchRows, rows.count)
                try folder.enter(Array(rows[start..<end]), at: folder.host, place: place)
            }
        }
        return folder.host
    }
}
