import ArgumentParser
import Device
import FieldRecords
import Foundation
import Reports
import Store

/// Makes up a season at a district's real scale, on real devices, and checks that the report says exactly that.
struct MakeSeason: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make",
        abstract: "Makes up a season of 409 stations in a folder and checks the host's report of it.",
        discussion: "Every station that writes is a device of its own, whose bundle is carried to the host as a file.")

    @Option(help: "CSV of the towns: name, code.")
    var towns: String

    @Option(help: "CSV of communities: town_name, village_or_community_name.")
    var communities: String?

    @Option(help: "The folder to make.")
    var out: String

    @Option(help: "How many stations.")
    var stations = MadeUpDistrict.stationCount

    @Option(help: "How many of them are silent.")
    var silent = 20

    @Option(help: "The seed, a number from 0.")
    var seed: UInt64 = 2026

    func validate() throws {
        guard (1...10_000).contains(stations), (0..<stations).contains(silent) else {
            throw ValidationError("Give 1 to 10000 stations, fewer of them silent.")
        }
    }

    func run() throws {
        let district = try MadeUpDistrict(towns: towns, communities: communities, stationCount: stations)
        let folder = try DistrictFolder(folder: out, district: district, from: MadeUpSeason.firstDay)
        // Every second silent station was never heard from, the others not since the season's first weeks.
        let silentStations = (0..<silent).map { $0 * stations / max(silent, 1) }
        let never = Set(silentStations.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element))
        let early = Set(silentStations).subtracting(never)
        let writing = (0..<stations).filter { !Set(silentStations).contains($0) }
        let season = MadeUpSeason(seed: seed, stations: writing)
        for station in early.sorted() { try folder.carry(from: folder.join(district.stations[station])) }
        folder.setDay(MadeUpSeason.lastDay)
        let rows = Dictionary(grouping: season.rows, by: \.station)
        for station in writing {
            let device = try folder.join(district.stations[station])
            try folder.enter(rows[station] ?? [], at: device)
            try folder.carry(from: device)
            if station.isMultiple(of: 50) {
                FileHandle.standardError.write(Data("station \(station + 1) of \(stations)\n".utf8))
            }
        }
        try folder.enter(rows[nil] ?? [], at: folder.host)
        try check(folder.host, season, heard: stations - silent)
    }

    private func check(_ host: Device, _ season: MadeUpSeason, heard: Int) throws {
        var expected = season.expected
        expected["stations_known"] = Double(stations)
        expected["stations_heard"] = Double(heard)
        let report = try host.report(
            ReportRequest(from: MadeUpSeason.firstDay, to: MadeUpSeason.lastDay), withRecords: false)
        var differ = 0
        for result in report.figures {
            let wanted = expected[result.figure.id.rawValue]
            if result.value != wanted {
                differ += 1
                print("\(result.figure.id.rawValue): \(result.value ?? -1), made up: \(wanted ?? -1)")
            }
        }
        print(report.coverage.sentence.en)
        guard differ == 0 else {
            print("\(differ) figures differ from what was made up")
            throw ExitCode(1)
        }
        print("all \(report.figures.count) figures are those made up (\(season.rows.count) records)")
    }
}
