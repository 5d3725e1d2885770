import Bundles
import Causality
import Exchange
import Membership
import Store

/// What a bundle, or a session, brings to given receivers.
struct BundlePlan {
    let ranges: [LogRange]
    let identities: [Identity]
    let carriedReceipts: [SignedReceipt]
    let photos: [StoredBlob]

    /// Brings nothing.
    static let nothing = BundlePlan(ranges: [], identities: [], carriedReceipts: [], photos: [])

    private init(
        ranges: [LogRange], identities: [Identity], carriedReceipts: [SignedReceipt], photos: [StoredBlob]
    ) {
        self.ranges = ranges
        self.identities = identities
        self.carriedReceipts = carriedReceipts
        self.photos = photos
    }

    /// - Parameter rangesMax: what is beyond it goes another time.
    init(reading: StoreReading, own: Own, receivers: [StoredReplica], rangesMax: Int = .max) throws {
        let places = own.places.filter { place in
            receivers.allSatisfy { own.tree.mayHold(place, at: $0.node) }
        }
        let held = try reading.held(of: places).mapValues(\.sequence)
        // Of several those count that speak still; a single one was asked for.
        let words = try receivers.count > 1 ? StandingWords(reading) : nil
        let speaking = try receivers.filter { try !(words?.isOver($0) ?? false) }
        let known = try (speaking.isEmpty ? receivers : speaking).map { try reading.acknowledged(by: $0.replica) }
        var common: [LogID: UInt64] = [:]
        for log in held.keys { common[log] = known.map { $0[log] ?? 0 }.min() ?? 0 }
        ranges = Array(ExchangePlan(held: held, known: common, mayRead: { _ in true }).ranges.prefix(rangesMax))
        let writers = Set(ranges.map(\.log.replica)).union([own.replica.replica])
        identities = try writers.sorted().compactMap { try reading.storedReplica($0) }.map {
            try Identity(encoded: $0.identity)
        }
        // Others' receipts go home to the host, which alone may see what every place holds. Everybody gets their own
        // last one back: who never gave it learns that somebody else goes by their name.
        let isForHost = receivers.allSatisfy { $0.node == own.rootNode }
        let statements =
            try isForHost
            ? reading.receiptStatements() : receivers.flatMap { try reading.receiptStatements(of: $0.replica) }
        // A stick brings larger ones than a section takes.
        carriedReceipts = try statements.filter { $0.count <= BundleSection.bytesMax }.map {
            try SignedReceipt(encoded: $0)
        }
        photos = try BundlePlan.photos(reading, places: places, ranges: ranges, receivers: receivers)
    }

    /// The photos that some receiver lacks: those its receipt names, and those that the changes of this bundle name.
    private static func photos(
        _ reading: StoreReading, places: [PlaceID], ranges: [LogRange], receivers: [StoredReplica]
    ) throws -> [StoredBlob] {
        let missing = try receivers.map { try reading.missingBlobs(of: $0.replica) }
        let named = try reading.blobs(namedIn: ranges)
        var seen: Set<[UInt8]> = []
        return try reading.blobs(of: places, held: true).filter { blob in
            guard seen.insert(blob.digest).inserted else { return false }
            return named.contains(blob.digest) || missing.contains { $0?.contains(blob.digest) ?? false }
        }
    }
}

extension Array {
    func pieces(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}
