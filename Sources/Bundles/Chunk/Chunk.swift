package import Causality
package import FieldRecords
package import Membership

/// One log's contiguous range ending at a signed head: what bundles and sessions carry, verify and apply as a whole.
///
/// It stands alone: with the chain hash before it, which the head's signature covers through the chain, its changes
/// prove themselves. Whether the hash before it is the one that the receiver knows is the receiver's to compare.
package struct Chunk: Hashable, Sendable {
    /// The most changes of a chunk.
    package static let changesMax = 1_000
    /// A chunk ends with the change that brings the canonical bytes of its changes, personal values included, to this.
    package static let rawBytesMax = 1 << 20
    /// The most bytes of the values of one column, and of all columns, spelled out: no chunk has room for more.
    static let columnBytesMax = rawBytesMax + Change.bytesMax
    /// The most bytes of a chunk's encoding before it is deflated.
    package static let encodedBytesMax = 2 << 20
    /// The most values, list elements and commitments of a chunk: `rawBytesMax` and one change hold no more.
    static let cellsMax = 1 << 18

    package let log: LogID
    /// The number of the first change.
    package let first: UInt64
    /// The chain hash before the first change.
    package let previous: ChainHash
    package let packed: PackedChanges
    /// The replica's signature of the head at the last change, 64 bytes.
    package let signature: [UInt8]

    /// A chunk as it is read: nothing is verified.
    ///
    /// - Precondition: 1 to ``changesMax`` changes, `first` is at least 1, a signature has 64 bytes.
    package init(log: LogID, first: UInt64, previous: ChainHash, changes: [Change], signature: [UInt8]) {
        self.init(
            log: log, first: first, previous: previous,
            packed: PackedChanges(changes, own: log.replica, first: first), signature: signature)
    }

    /// The same of changes that are packed already.
    package init(log: LogID, first: UInt64, previous: ChainHash, packed: PackedChanges, signature: [UInt8]) {
        precondition((1...Chunk.changesMax).contains(packed.count), "a chunk has 1 to 1,000 changes")
        precondition(first >= 1 && first <= Dot<LogID>.sequenceMax, "changes count from 1")
        precondition(signature.count == Signatures.signatureBytes, "a signature has 64 bytes")
        self.log = log
        self.first = first
        self.previous = previous
        self.packed = packed
        self.signature = signature
    }

    /// A chunk that ends at a head.
    ///
    /// - Precondition: the head is of the last change.
    package init(first: UInt64, previous: ChainHash, changes: [Change], head: SignedHead) {
        precondition(head.sequence == first + UInt64(changes.count) - 1, "a chunk ends at its head")
        self.init(log: head.log, first: first, previous: previous, changes: changes, signature: head.signature)
    }

    /// The number of the last change.
    package var last: UInt64 { first + UInt64(count) - 1 }

    package var count: Int { packed.count }

    /// The changes as values.
    package var changes: [Change] { (0..<count).map(packed.change) }

    package var range: LogRange { LogRange(log: log, from: first, through: last) }
}
