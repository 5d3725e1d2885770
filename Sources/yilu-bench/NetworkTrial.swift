import Device
import Foundation
import Peers

/// The workload over many stations: a bundle of each comes to the host. The session extension makes two changesets a
/// station, and all of them are applied to one database.
struct NetworkTrial {
    /// Seconds, over all stations.
    private(set) var take = 0.0
    private(set) var sessionApply = 0.0
    private(set) var saves = 0
    private(set) var bundleBytes = 0
    private(set) var sessionBytes = 0

    init(stations: Int, recordsEach: Int, folder: String) throws {
        let network = try BenchNetwork(folder: folder)
        for number in 1...stations {
            let code = "\(1_000 + number)"
            let station = try network.station(code)
            let workload = Workload(records: recordsEach, edits: recordsEach, seed: UInt64(number))
            let files = try WorkloadFiles(workload, folder: folder)
            let made = try station.take(files.records) + station.take(files.edits)
            let bundle = folder + "/bundle.yilu"
            bundleBytes += try station.exportBundle(to: "host", out: bundle)[0].bytes
            take += try seconds {
                let summary = try network.host.importBundle(file: bundle) { _, _ in }
                guard summary.changes.applied == made, summary.problems.isEmpty else {
                    throw PeerFailure(description: "the host took in \(summary.changes)")
                }
            }
            saves += made
            try network.remove(code)
            try measurePeer(workload, folder: folder)
        }
    }

    private mutating func measurePeer(_ workload: Workload, folder: String) throws {
        let peers = PeerWorkload(workload)
        var changesets = peer_changesets()
        defer { peer_changesets_free(&changesets) }
        let source = folder + "/session.sqlite"
        try succeed(
            peer_session_export(
                source, peers.records, peers.records.count, peers.edits, peers.edits.count, &changesets))
        sessionBytes += changesets.deflated_bytes.0 + changesets.deflated_bytes.1
        var once = 0.0
        let target = folder + "/applied.sqlite"
        try succeed(peer_session_apply(target, 1_000, &changesets, &once))
        sessionApply += once
        for path in [source, target] { try FileManager.default.removeItem(atPath: path) }
    }

    var figures: [Figure] {
        let count = Double(saves)
        return [
            Figure(
                name: "import, \(saves) saves of many stations", ours: "\(rounded(count / take)) saves/s",
                peer: "inflate + apply \(rounded(count / sessionApply))", value: sessionApply / take, goal: .none),
            Figure(
                name: "bundle bytes a save, many stations", ours: "\(rounded(Double(bundleBytes) / count)) bytes",
                peer: "changeset + zlib \(rounded(Double(sessionBytes) / count))",
                value: Double(bundleBytes) / Double(sessionBytes), goal: .none),
        ]
    }
}
