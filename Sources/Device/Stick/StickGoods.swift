import Bundles
import Causality
import Exchange
import FieldRecords
import Membership
import Store

/// What some devices lack and can be given: judged by their receipts, and by what this device put on the same stick for
/// them before, as far as it lies there unharmed.
struct StickGoods {
    let receivers: StickReceivers
    let load: StickLoad
    let identities: [Identity]
    /// Receipts of others to carry on.
    let statements: [SignedReceipt]
}

/// Gathers goods, and remembers what it measured: what a district publishes goes to hundreds.
struct StickGoodsGathering {
    let reading: StoreReading
    let own: Own
    /// This device's own bundles on the stick that lie there as they were written, with the photos they carry.
    let onStick: [(header: BundleHeader, photos: [[UInt8]])]
    private var measured: [LogRange: [Measured]] = [:]

    /// One chunk: what it takes, and when its first change was made.
    private struct Measured {
        let piece: StickLoad.Piece
        let time: HybridTime
    }

    /// A receipt of more bytes than this goes by itself or not at all: a host's own would be sent back by every station.
    private static let statementBytesMax = 16 << 10

    init(reading: StoreReading, own: Own, onStick: [(header: BundleHeader, photos: [[UInt8]])]) {
        self.reading = reading
        self.own = own
        self.onStick = onStick
    }

    mutating func goods(for receivers: StickReceivers) throws -> StickGoods {
        let held = try receivers.limits ?? reading.held(of: receivers.places).mapValues(\.sequence)
        let lacking = ExchangePlan(held: held, known: receivers.known, mayRead: { _ in true }).ranges
        let theirs = bundlesOnStick(for: receivers)
        let known = StickGoodsGathering.extend(receivers.known, by: theirs.flatMap(\.header.ranges))
        let ranges = ExchangePlan(held: held, known: known, mayRead: { _ in true }).ranges
        let pieces = try pieces(of: ranges)
        let photos = try photos(for: receivers, lacking: lacking, carried: Set(theirs.flatMap(\.photos)))
        let writers = Set(ranges.map(\.log.replica)).union([own.replica.replica])
        let identities = try writers.sorted().compactMap { try reading.storedReplica($0) }.map {
            try Identity(encoded: $0.identity)
        }
        let statements = try statements(for: receivers)
        let cover = BundleHeader.carriedBytes(identity: try own.identity, receivers: receivers.devices.count)
        let beside =
            identities.reduce(0) { $0 + $1.encoded.count + 8 } + statements.reduce(0) { $0 + $1.encoded.count + 8 }
        let owed = try reading.branches(seenIn: [], owedTo: receivers.devices.map(\.replica))
        return StickGoods(
            receivers: receivers,
            load: StickLoad(
                pieces: pieces, photos: photos, coverBytes: Int64(cover + beside),
                hasNews: !owed.isEmpty && theirs.isEmpty),
            identities: identities, statements: statements)
    }

    private func bundlesOnStick(
        for receivers: StickReceivers
    ) -> [(header: BundleHeader, photos: [[UInt8]])] {
        let names = Set(receivers.devices.map(\.replica))
        return onStick.filter { names.isSubset(of: Set($0.header.receivers.map(\.replica))) }
    }

    /// What somebody will hold who has taken in ranges that follow on what they hold.
    static func extend(_ known: [LogID: UInt64], by ranges: [LogRange]) -> [LogID: UInt64] {
        ranges.sorted().reduce(into: known) { known, range in
            let before = known[range.log] ?? 0
            if range.from <= before + 1 { known[range.log] = max(before, range.through) }
        }
    }

    /// The ranges in pieces: what is published first, then by the time of their first change, each log's in their order.
    private mutating func pieces(of ranges: [LogRange]) throws -> [StickLoad.Piece] {
        var queues: [[Measured]] = []
        for range in ranges { queues.append(try measure(range)) }
        func isBefore(_ one: Measured, _ other: Measured) -> Bool {
            let (left, right) = (one.piece.range.log, other.piece.range.log)
            if left.place.isNotices != right.place.isNotices { return left.place.isNotices }
            return one.time != other.time ? one.time < other.time : left < right
        }
        var next = [Int](repeating: 0, count: queues.count)
        var pieces: [StickLoad.Piece] = []
        while true {
            let open = queues.indices.filter { next[$0] < queues[$0].count }
            guard let first = open.min(by: { isBefore(queues[$0][next[$0]], queues[$1][next[$1]]) }) else {
                return pieces
            }
            pieces.append(queues[first][next[first]].piece)
            next[first] += 1
        }
    }

    private mutating func measure(_ range: LogRange) throws -> [Measured] {
        if let known = measured[range] { return known }
        var pieces: [Measured] = []
        try reading.pieces(of: range.log, from: range.from, through: range.through) { piece in
            let bytes = try piece.frame.map { BundleHeader.carriedBytes(ofFrame: $0) }
            let chunk = try piece.chunk
            pieces.append(
                Measured(
                    piece: StickLoad.Piece(
                        range: piece.range, bytes: Int64(try bytes ?? BundleSection.chunk(chunk).carriedBytes)),
                    time: chunk.packed.changes.first?.time ?? HybridTime(bits: 0)))
        }
        measured[range] = pieces
        return pieces
    }

    /// The photos that one of them lacks and that are not on the stick: those that went on no stick yet come first, so
    /// that what found no room on one stick goes with the next.
    private func photos(
        for receivers: StickReceivers, lacking: [LogRange], carried: Set<[UInt8]>
    ) throws -> [StickLoad.Photo] {
        let wanted = try reading.blobs(namedIn: lacking).union(receivers.missing)
        var seen = carried
        let photos = try reading.blobs(of: receivers.places, held: true).filter {
            wanted.contains($0.digest) && seen.insert($0.digest).inserted
        }
        guard !photos.isEmpty else { return [] }
        let before = try SentNote.photosSent(reading, to: receivers.node.code)
        return (photos.filter { !before.contains($0.digest) } + photos.filter { before.contains($0.digest) }).map {
            StickLoad.Photo(digest: $0.digest, bytes: BlobPiece.carriedBytes(ofFile: $0.bytes))
        }
    }

    /// All receipts go to the host, which alone may see what every place holds; everybody gets their own last one back,
    /// and learns from it should somebody else go by their name.
    private func statements(for receivers: StickReceivers) throws -> [SignedReceipt] {
        let statements =
            try receivers.node.id == own.rootNode
            ? reading.receiptStatements()
            : receivers.devices.flatMap { try reading.receiptStatements(of: $0.replica) }
        return try statements.filter { $0.count <= StickGoodsGathering.statementBytesMax }.map {
            try SignedReceipt(encoded: $0)
        }
    }
}
