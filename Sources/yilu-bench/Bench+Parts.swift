import ArgumentParser
import FieldRecords
import Foundation
import Peers

extension Bench {
    /// A quick run begins no further round after so many seconds, so that it ends within 45.
    private static let quickSecondsMax = 38.0

    func stationTrials(_ workload: Workload) throws -> [StationTrial] {
        let peers = PeerWorkload(workload)
        let start = peer_now()
        var trials: [StationTrial] = []
        var longest = 0.0
        while trials.count < rounds {
            longest = max(
                longest,
                try seconds {
                    trials.append(try StationTrial(workload, peers: peers, folder: "\(folder)/\(trials.count)"))
                })
            note("\(trials.count) of \(rounds) rounds at one station, \(workload.saves) saves each")
            if quick, peer_now() - start + longest > Bench.quickSecondsMax { break }
        }
        return trials
    }

    func furtherFigures() throws -> [Figure] {
        let program = try builtProgram()
        note("personal values")
        let personal = try part("personal") { try PersonalTrial(records: records, folder: $0) }
        note("stamps")
        let ofThree = try part("three") { try StampTrial(writers: 3, folder: $0) }
        let open = try part("open") {
            try StampTrial(openNetworkOf: writers, sampled: min(8, writers / 2), folder: $0)
        }
        note("\(stations) stations")
        let network = try part("network") {
            try NetworkTrial(stations: stations, recordsEach: min(125, records), folder: $0)
        }
        let growth = try part("growth") {
            try GrowthTrial(
                changesMax: changes, deedSaves: deedSaves, rounds: rounds, yilu: program, folder: $0, progress: note)
        }
        if let plot { try Data(growth.plot.svg.utf8).write(to: URL(fileURLWithPath: plot)) }
        return [
            Figure(
                name: "bytes a record more where the name is personal",
                ours: "\((personal.bytesMore * 1_000).rounded() / 1_000) bytes",
                value: personal.bytesMore, goal: .atMost(16))
        ] + StampTrial.figures(ofThree: ofThree, open: open, writers: writers) + network.figures + growth.figures
            + (try memoryFigures(program)) + (try civicFigures())
    }

    func memoryFigures(_ program: String) throws -> [Figure] {
        note("memory")
        return try part("memory") { try MemoryTrial(bundleBytes: bundleBytes, yilu: program, folder: $0) }.figures
    }

    func builtProgram() throws -> String {
        let program = yilu ?? Bench.siblingProgram
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw ValidationError("\(program) is not there: build the product yilu, or name it with --yilu.")
        }
        return program
    }

    private func civicFigures() throws -> [Figure] {
        guard let civic, FileManager.default.fileExists(atPath: civic) else {
            note("no file of a city's service requests: that part is skipped")
            return []
        }
        return try part("civic") { try CivicTrial(file: civic, folder: $0) }.figures
    }

    /// Measures in a folder of its own, which goes afterwards: the parts are large.
    private func part<Trial>(_ name: String, _ body: (String) throws -> Trial) throws -> Trial {
        let place = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        return try body(place)
    }

    private func note(_ text: String) { FileHandle.standardError.write(Data("yilu-bench: \(text)\n".utf8)) }

    private static var siblingProgram: String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path + "/yilu"
    }

    /// What a row costs outside the store, for whoever works on that.
    func measureRows(_ workload: Workload) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let files = try WorkloadFiles(workload, folder: folder)
        let trials = try (0..<rounds).map { _ in try RowTrial(files, rows: records) }
        print("record \(rounded(median(trials.map(\.records)))) us, edit \(rounded(median(trials.map(\.edits)))) us")
    }
}
