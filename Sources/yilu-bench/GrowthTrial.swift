import Device
import FieldRecords
import Foundation

/// What the same deeds take at a host that holds more and more.
struct GrowthPoint {
    /// How many changes the host held.
    let changes: Int
    /// Seconds: a bundle of ``GrowthTrial/deedSaves`` taken in, as large a one written, one record saved, the
    /// first hundred records of a place listed.
    let take: Double
    let export: Double
    let save: Double
    let list: Double
    /// Seconds of whole processes: opening the store and listing one record, `status`, `record add`.
    let open: Double
    let status: Double
    let add: Double
}

/// Fills a host by the way that everything takes, bundles of stations, and measures at ten thousand changes, a hundred
/// thousand, and so on.
struct GrowthTrial {
    /// Saves of a station that helps to fill the host.
    private static let fillSaves = 100_000

    private(set) var points: [GrowthPoint] = []
    /// Saves of the bundle that is taken in and written at every size.
    let deedSaves: Int
    private let network: BenchNetwork
    private let yilu: String
    private var stations = 0
    private var held = 0
    private let progress: (String) -> Void

    /// - Parameter changesMax: where to end; the sizes are the powers of ten up to it, from 10,000, and itself.
    init(
        changesMax: Int, deedSaves: Int, rounds: Int, yilu: String, folder: String,
        progress: @escaping (String) -> Void
    ) throws {
        self.deedSaves = deedSaves
        network = try BenchNetwork(folder: folder)
        self.yilu = yilu
        self.progress = progress
        // Before everything else, so that no first time of anything is measured.
        try measureDeeds(rounds: 1)
        var sizes = [10_000, 100_000, 1_000_000, 10_000_000].filter { $0 < changesMax }
        sizes.append(changesMax)
        for size in sizes {
            try fill(to: size)
            points.append(try measureDeeds(rounds: rounds))
        }
    }

    /// Stations save, their bundles come, and they go.
    private mutating func fill(to size: Int) throws {
        while held < size {
            let saves = min(Self.fillSaves, size - held)
            let bundle = try bundle(saves: max(saves, 2))
            try take(bundle.file, saves: bundle.saves)
            if stations.isMultiple(of: 10) { progress("\(held) changes") }
        }
    }

    private mutating func bundle(saves: Int) throws -> (file: String, saves: Int, code: String) {
        stations += 1
        let code = "\(10_000 + stations)"
        let station = try network.station(code)
        let workload = Workload(records: (saves + 1) / 2, edits: saves / 2, seed: UInt64(stations))
        let files = try WorkloadFiles(workload, folder: network.folder)
        let made = try station.take(files.records) + station.take(files.edits)
        let file = network.folder + "/station.yilu"
        _ = try station.exportBundle(to: "host", out: file)
        try network.remove(code)
        return (file, made, code)
    }

    @discardableResult
    private mutating func take(_ file: String, saves: Int) throws -> Double {
        let time = try seconds {
            let summary = try network.host.importBundle(file: file) { _, _ in }
            guard summary.changes.applied == saves, summary.problems.isEmpty else {
                throw PeerFailure(description: "the host took in \(summary.changes)")
            }
        }
        held += saves
        return time
    }

    @discardableResult
    private mutating func measureDeeds(rounds: Int) throws -> GrowthPoint {
        let size = held
        var times: [[Double]] = Array(repeating: [], count: 7)
        for round in 0..<rounds {
            let bundle = try bundle(saves: deedSaves)
            times[0].append(try take(bundle.file, saves: bundle.saves))
            // A second device of that station has nothing yet: it is owed the whole place.
            let home = "second-\(size)-\(round)"
            _ = try network.member(of: bundle.code, home: home, takesBack: false)
            let label = bundle.code + "b"
            let file = network.folder + "/second.yilu"
            times[1].append(try seconds { _ = try network.host.exportBundle(to: label, out: file) })
            try network.remove(home)
            times[2].append(try seconds { try addRecord() })
            times[3].append(try seconds { try list(place: bundle.code) })
            times[4].append(try process(["record", "list", "--limit", "1"]))
            times[5].append(try process(["status"]))
            times[6].append(try process(["record", "add", "issue", "kind=other", "title=路灯不亮"]))
            held += 2
        }
        let middles = times.map(median)
        progress("measured at \(size) changes")
        return GrowthPoint(
            changes: size, take: middles[0], export: middles[1], save: middles[2], list: middles[3], open: middles[4],
            status: middles[5], add: middles[6])
    }

    private func addRecord() throws {
        _ = try network.host.addRecord(
            form: "issue", typed: [("kind", "other"), ("title", "路灯不亮")], files: [], place: nil, by: nil)
    }

    private func list(place: String) throws {
        var count = 0
        try network.host.records(
            form: "issue", place: place, where: nil, limit: 100, includeDeleted: false, showPersonal: false
        ) { _ in count += 1 }
        guard count > 0 else { throw PeerFailure(description: "no record is listed") }
    }

    private func process(_ arguments: [String]) throws -> Double {
        let home = ["--home", network.folder + "/host", "--sidecar", network.folder + "/notes"]
        return try Watch(yilu, home + arguments).seconds
    }
}
