import Bundles
import Crypto
import Device
import FieldRecords
import Foundation
import Peers

/// The workload once: saved at a station, exported, taken in by a host, and the same by the peers, on fresh files.
struct StationTrial {
    /// Seconds.
    private(set) var save = 0.0
    private(set) var raw = 0.0
    private(set) var export = 0.0
    private(set) var sessionExport = 0.0
    private(set) var take = 0.0
    private(set) var sessionApply = 0.0
    private(set) var deepCheck = 0.0
    /// Floors: zlib and SHA-256 alone, over the bytes that the bundle's chunks are before they are deflated.
    private(set) var deflate = 0.0
    private(set) var inflate = 0.0
    private(set) var hash = 0.0

    /// How many saves there were.
    private(set) var saves = 0
    private(set) var bundleBytes = 0
    private(set) var sessionBytes = 0
    private(set) var storeBytes = 0
    private(set) var sessionStoreBytes = 0

    init(_ workload: Workload, peers: PeerWorkload, folder: String) throws {
        let network = try BenchNetwork(folder: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = try WorkloadFiles(workload, folder: folder)
        try network.addOthers(1_000)
        let station = try network.station("001")
        let host = network.host

        save = try seconds {
            saves = try station.take(files.records) + station.take(files.edits)
        }
        let store = network.storePath("001")
        try succeed(
            peer_raw(
                store, folder + "/raw.sqlite", 1_000, peers.records, peers.records.count, peers.edits,
                peers.edits.count, &raw))

        var changesets = peer_changesets()
        defer { peer_changesets_free(&changesets) }
        try succeed(
            peer_session_export(
                folder + "/session.sqlite", peers.records, peers.records.count, peers.edits, peers.edits.count,
                &changesets))
        sessionExport = changesets.export_seconds
        sessionBytes = changesets.deflated_bytes.0 + changesets.deflated_bytes.1
        let changesetBytes = changesets.changeset_bytes.0 + changesets.changeset_bytes.1
        sessionStoreBytes = Int(changesets.database_bytes) + changesetBytes

        let bundle = folder + "/bundle.yilu"
        export = try seconds { bundleBytes = try Int(station.exportBundle(to: "host", out: bundle)[0].bytes) }
        try succeed(peer_session_apply(folder + "/applied.sqlite", 1_000, &changesets, &sessionApply))
        take = try seconds {
            let summary = try host.importBundle(file: bundle) { _, _ in }
            guard summary.changes.applied == saves, summary.problems.isEmpty else {
                throw PeerFailure(description: "the host took in \(summary.changes)")
            }
        }
        deepCheck = try seconds { _ = try station.check(deep: true) }
        storeBytes = Int(try settledBytes(store))
        try measureFloors(network, station)
    }

    private mutating func measureFloors(_ network: BenchNetwork, _ station: Device) throws {
        var bytes: [UInt8] = []
        try network.chunks(writtenBy: station) { bytes += $0.encoded }
        var count = 0
        try succeed(peer_zlib(bytes, bytes.count, &deflate, &inflate, &count))
        hash = seconds { _ = SHA256.hash(data: bytes) }
    }
}

/// The seconds that something takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = peer_now()
    try body()
    return peer_now() - start
}
