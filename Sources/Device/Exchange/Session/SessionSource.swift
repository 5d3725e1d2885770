import Bundles
import Causality
import Exchange
import FieldRecords
import Membership
import Store

/// What a session sends, frame by frame, in the order of a bundle: identities, receipts, changes, branches, photos.
///
/// Each frame is read from a committed state of its own; between two of them nothing is held but where it goes on.
struct SessionSource {
    private let peer: ReplicaID
    private let plan: BundlePlan
    private var ready: [Item]
    private var rangeIndex = 0
    /// The next change of the range at `rangeIndex`; nil at its beginning.
    private var next: UInt64?
    private var hasBranches = false
    private var photoIndex = 0
    /// How many pieces of the photo at `photoIndex` were sent.
    private var photoPieces: Int64 = 0
    /// Where among its pieces a photo begins: another place in each session. What was taken in of it stays; so one that
    /// no session is long enough for is whole after some, though nobody says which pieces are there.
    private let turn: Int64
    private(set) var tally = SentTally()

    /// - Parameters:
    ///   - receipts: those of others to carry.
    ///   - turn: a number that is another one in the peer's next session.
    init(_ plan: BundlePlan, receipts: [SignedReceipt], peer: ReplicaID, turn: UInt64) {
        self.plan = plan
        // Scattered, since numbers that always grow by two would begin at every other place only.
        self.turn = Int64(turn &* 0x9E37_79B9_7F4A_7C15 >> 33)
        self.peer = peer
        let isEmpty = plan.ranges.isEmpty && plan.photos.isEmpty && receipts.isEmpty
        ready = isEmpty ? [] : BundleSection.sections(of: plan.identities).map { .section($0) }
        ready += receipts.map { .section(.receipt($0)) }
    }

    /// Nothing to send.
    static func nothing(peer: ReplicaID) -> SessionSource {
        SessionSource(BundlePlan.nothing, receipts: [], peer: peer, turn: 0)
    }

    var offer: Offer {
        Offer(changes: plan.ranges.reduce(0) { $0 + $1.count }, photos: UInt64(plan.photos.count))
    }

    /// What goes into a frame, or is one.
    private enum Item {
        case section(BundleSection)
        /// A chunk in the frame in which it is kept.
        case whole([UInt8], Chunk)
    }

    /// The next frame; nil after the last.
    mutating func frame(_ reading: StoreReading) throws -> OutgoingFrame? {
        var content: [UInt8] = []
        var (changes, photos, isPhotos) = (0, 0, false)
        while let item = try upcoming(reading) {
            guard case .section(let section) = item else {
                if content.isEmpty { return whole(item) }
                ready.insert(item, at: 0)
                break
            }
            var bytes: [UInt8] = []
            section.append(to: &bytes)
            var more = 0
            var isPhoto = false
            switch section {
            case .chunk(let chunk), .branch(let chunk): more = chunk.count
            case .blob: isPhoto = true
            case .identities, .receipt: break
            }
            let isFull =
                changes + more > Frame.changesMax || content.count + bytes.count > Frame.gatheredBytesMax
                || isPhoto != isPhotos
            if isFull, !content.isEmpty {
                ready.insert(item, at: 0)
                break
            }
            isPhotos = isPhoto
            content += bytes
            changes += more
            if isPhoto, photoPieces == 0 { photos += 1 }
            tally.add(section)
        }
        guard !content.isEmpty else { return nil }
        tally.photos += photos
        return OutgoingFrame(packed: try Frame.packed(content), changes: changes, photos: photos)
    }

    /// A frame that is kept as it travels.
    private mutating func whole(_ item: Item) -> OutgoingFrame? {
        guard case .whole(let packed, let chunk) = item else { return nil }
        tally.add(.chunk(chunk))
        return OutgoingFrame(packed: packed, changes: chunk.count, photos: 0)
    }

    private mutating func upcoming(_ reading: StoreReading) throws -> Item? {
        if !ready.isEmpty { return ready.removeFirst() }
        while rangeIndex < plan.ranges.count {
            let range = plan.ranges[rangeIndex]
            if let piece = try reading.nextPiece(of: range, from: next ?? range.from) {
                next = piece.range.through + 1
                let chunk = try piece.chunk
                return try piece.frame.map { .whole($0, chunk) } ?? .section(.chunk(chunk))
            }
            rangeIndex += 1
            next = nil
        }
        if !hasBranches {
            hasBranches = true
            ready = try reading.branches(seenIn: plan.ranges, owedTo: [peer]).map { .section(.branch($0)) }
            if !ready.isEmpty { return ready.removeFirst() }
        }
        return try nextPiece(reading).map { .section(.blob($0)) }
    }

    private mutating func nextPiece(_ reading: StoreReading) throws -> BlobPiece? {
        while photoIndex < plan.photos.count, plan.photos[photoIndex].bytes == 0 { photoIndex += 1 }
        guard photoIndex < plan.photos.count else { return nil }
        let photo = plan.photos[photoIndex]
        let size = Int64(BlobPiece.bytesMax)
        let count = max(1, (photo.bytes + size - 1) / size)
        let offset = (turn + photoPieces) % count * size
        let bytes = try reading.blobPiece(photo.digest, offset: offset, count: BlobPiece.bytesMax)
        guard !bytes.isEmpty else { throw StoreError.notAStore(path: "blob", reason: "cut off") }
        photoPieces += 1
        if photoPieces == count { (photoIndex, photoPieces) = (photoIndex + 1, 0) }
        return BlobPiece(
            digest: photo.digest, totalBytes: UInt64(photo.bytes), offset: UInt64(offset), bytes: bytes)
    }
}
