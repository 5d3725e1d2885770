import Bundles
import Causality
import Sticks
import Store

/// Which bundles on a stick have arrived, so that they may go.
///
/// A bundle goes only where its content is held here and everybody it is for has it, by their own word. It is its
/// sender's to remove, or its receiver's, and nobody else's, ever.
struct Arrivals {
    let reading: StoreReading
    let own: Own
    let words: StandingWords
    private let held: [LogID: UInt64]

    /// - Parameter announced: bundles that count as taken in already.
    init(
        _ reading: StoreReading, own: Own, words: StandingWords, announced: [CarriedFiles.Bundle] = []
    ) throws {
        self.reading = reading
        self.own = own
        self.words = words
        held = StickGoodsGathering.extend(
            try reading.held(of: own.places).mapValues(\.sequence), by: announced.flatMap(\.header.ranges))
    }

    /// Of the bundles of this device those that everybody has, and those that nobody is left for.
    func arrived(ofOwn bundles: [CarriedFiles.Bundle]) throws -> [CarriedFiles.Bundle] {
        try bundles.filter { bundle in
            guard isHeldHere(bundle.header) else { return false }
            let receivers = try bundle.header.receivers.compactMap { words.enrolled($0.replica) }.filter {
                try !words.isOver($0) || isCall(bundle.header, to: $0)
            }
            guard !receivers.isEmpty else { return true }
            let photos = try SentNote(reading, bundle: bundle.header.id)?.photos
            let speaking = try words.speaking(of: receivers)
            if bundle.header.ranges.isEmpty, bundle.header.photos.count == 0 {
                // It carries a branch of a log that its receiver should issue anew.
                return try !speaking.isEmpty
                    && reading.branches(seenIn: [], owedTo: receivers.map(\.replica)).isEmpty
            }
            return try !speaking.isEmpty
                && speaking.allSatisfy { try has($0, bundle.header, photos: photos) }
        }
    }

    /// Of the bundles for this device those that are held here, and by all others that they are for.
    ///
    /// - Parameter whole: the names of those that were taken in whole, photos and all.
    func arrived(
        ofReceived bundles: [CarriedFiles.Bundle], whole: Set<[UInt8]>
    ) throws -> [CarriedFiles.Bundle] {
        try bundles.filter { bundle in
            guard isHeldHere(bundle.header), whole.contains(bundle.header.id) || bundle.header.photos.count == 0
            else { return false }
            let others = bundle.header.receivers.compactMap { words.enrolled($0.replica) }
                .filter { $0.row != own.replica.row }
            // A copy can open what calls the one that it was copied from, and is not meant.
            let isNamed = bundle.header.receivers.contains { $0.replica == own.replica.replica }
            guard try isNamed || others.allSatisfy({ try words.call($0).isEmpty }) else { return false }
            return try words.speaking(of: others).allSatisfy { try has($0, bundle.header, photos: nil) }
        }
    }

    /// Whether a device has what a bundle brings, of what it may hold: a place may have been moved away from it since.
    ///
    /// - Parameter photos: what it has of photos; nil where that is not known here.
    private func has(_ device: StoredReplica, _ header: BundleHeader, photos: [[UInt8]]?) throws -> Bool {
        let vector = try words.acknowledged(by: device.replica)
        let hasRanges = header.ranges.allSatisfy {
            vector[$0.log] ?? 0 >= $0.through || !own.tree.mayHold($0.log.place, at: device.node)
        }
        guard hasRanges else { return false }
        guard header.photos.count > 0 else { return true }
        let missing = try words.missingBlobs(of: device)
        return photos.map { missing.isDisjoint(with: $0) } ?? missing.isEmpty
    }

    /// Whether a bundle brings a device that speaks no more what the host calls it back with.
    private func isCall(_ header: BundleHeader, to device: StoredReplica) throws -> Bool {
        let call = try own.isHost ? words.call(device) : [:]
        return header.ranges.contains { range in call[range.log].map { range.from <= $0 } ?? false }
    }

    func isHeldHere(_ header: BundleHeader) -> Bool {
        header.ranges.allSatisfy { held[$0.log] ?? 0 >= $0.through }
    }
}
