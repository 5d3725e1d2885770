import Bundles
import Causality
import FieldRecords
import Membership

/// What the golden files hold, spelled out. It is never changed: a new version of the format gets content of its own.
struct GoldenContent {
    let root: NetworkRoot
    let station: DeviceKeys
    let host: DeviceKeys
    let log: LogID

    init() throws {
        root = try NetworkRoot(privateKey: Array(repeating: 1, count: 32))
        station = try DeviceKeys(raw: Array(repeating: 2, count: 32) + Array(repeating: 3, count: 32))
        host = try DeviceKeys(raw: Array(repeating: 4, count: 32) + Array(repeating: 5, count: 32))
        log = LogID(replica: station.replica, place: PlaceID(node: 0x0123_4567_89AB_CDEF))
    }

    func chunk() throws -> VerifiedChunk {
        try Chunk.signed(
            first: 1, previous: ChainHash.start(network: root.network, log: log), changes: changes, log: log,
            network: root.network, keys: station)
    }

    func receipt() throws -> SignedReceipt {
        let entry = Receipt.Entry(log: log, sequence: 7, chainPrefix: 0x0102_0304_0506_0708)
        return try SignedReceipt.sign(
            Receipt(
                replica: station.replica, number: 3, time: HybridTime(milliseconds: 1_700_000_009_000),
                places: [log.place], entries: [entry], missing: [Array(repeating: 0xAA, count: 32)]),
            network: root.network, keys: station)
    }

    var blob: BlobPiece {
        BlobPiece(digest: Array(repeating: 0xAA, count: 32), totalBytes: 5, offset: 0, bytes: Array("photo".utf8))
    }

    private func change(
        _ milliseconds: Int64, _ action: Change.Action, own: UInt64, others: [SeenDot] = [], settles: Bool = false
    ) -> Change {
        Change(
            time: HybridTime(milliseconds: milliseconds, counter: own == 2 ? 5 : 0), author: own == 1 ? "" : "王秀兰",
            context: SeenContext(own: own, others: others), action: action, isSettlement: settles)
    }

    /// Every kind of change and of value.
    private var changes: [Change] {
        let other = ReplicaID(bytes: Array(1...32))
        let own = RecordID(replica: station.replica, number: 214)
        let theirs = RecordID(replica: other, number: 9)
        let photo = FileReference(digest: Array(repeating: 0xAA, count: 32), bytes: 5, mediaType: "image/jpeg")
        let begun = Change.Writing(
            patch: Patch([
                "date": .text("2023-11-08"), "equipment": .list(["shelf", "kettle"]), "people": .integer(-3),
                "share": .decimal(0.25), "photo": .file(photo), "note": .empty, "title": .text("小区不让进\n\"门\""),
            ]),
            personal: .kept(values: Patch(["phone": .text("13800000000")]), key: Array(0..<16)))
        let erased = PersonalWriting.Commitment(name: "lead", hash: Array(repeating: 0xBB, count: 32))
        let seen = SeenDot(replica: other, sequence: 40, chainPrefix: 0xFFEE_DDCC_BBAA_9988)
        return [
            change(1_700_000_000_000, .mark, own: 0, others: [seen]),
            change(1_700_000_001_000, .begin(own, FormReference(name: "station", version: "1"), begun), own: 1),
            change(
                1_700_000_001_000,
                .edit(own, Change.Writing(patch: Patch(["people": .integer(4)]), personal: .erased([erased]))), own: 2),
            change(
                1_700_000_002_500, .edit(theirs, Change.Writing(patch: Patch(["kind": .text("corner")]))), own: 1,
                others: [seen], settles: true),
            change(1_600_000_000_000, .delete(own), own: 4),
            change(1_700_000_003_000, .undelete(own), own: 5),
            change(1_700_000_004_000, .erase(theirs), own: 6),
        ]
    }
}
