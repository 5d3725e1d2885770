import Causality
import Crypto
package import FieldRecords

/// Hashes a log's changes one after another.
package struct Chainer: Sendable {
    /// The longest name and the longest version of a form, in bytes each.
    package static let formTextBytesMax = 256

    /// The bytes of the canonical form of the change hashed last, its personal values included.
    package private(set) var changeBytes = 0

    package init() {}

    /// SHA-256 of the previous hash and the change's canonical bytes.
    ///
    /// - Parameters:
    ///   - previous: the hash after the change before, or ``ChainHash/start(network:log:)``.
    ///   - sequence: the change's number in its log, from 1.
    /// - Throws: ``BundlesError/changeTooLarge(sequence:bytes:)`` or ``BundlesError/changeImpossible(sequence:)``.
    package mutating func next(
        after previous: ChainHash, change: Change, sequence: UInt64
    ) throws(BundlesError) -> ChainHash {
        // Before it is packed: what is impossible has no canonical form.
        guard change.context.own < sequence else { throw .changeImpossible(sequence: sequence) }
        return try next(
            after: previous, changes: PackedChanges([change], own: change.record?.replica ?? .zero, first: sequence),
            at: 0, sequence: sequence)
    }

    /// The same for a change among packed ones.
    package mutating func next(
        after previous: ChainHash, changes: PackedChanges, at index: Int, sequence: UInt64
    ) throws(BundlesError) -> ChainHash {
        let change = changes.changes[index]
        guard changes.isPossible(change, at: sequence) else { throw .changeImpossible(sequence: sequence) }
        changeBytes = changes.rawBytes(of: change)
        guard changeBytes <= Change.bytesMax else {
            throw .changeTooLarge(sequence: sequence, bytes: changeBytes)
        }
        var hasher = SHA256()
        previous.withBytes { hasher.update(bufferPointer: $0) }
        changes.bytes.withUnsafeBytes {
            hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[change.canonical.range]))
        }
        return ChainHash(hasher.finalize())
    }
}

extension ReplicaID {
    fileprivate static let zero = ReplicaID(bytes: [UInt8](repeating: 0, count: byteCount))
}

extension Change {
    /// The bytes that a log's chain covers: everything but the values of personal fields.
    ///
    /// - Parameter sequence: the change's number in its log.
    package func canonical(sequence: UInt64) -> [UInt8] {
        PackedChanges([self], own: .zero, first: sequence).bytes
    }
}

extension PackedChanges {
    fileprivate func isPossible(_ change: PackedChange, at sequence: UInt64) -> Bool {
        guard change.own < sequence, sequence <= Dot<LogID>.sequenceMax + UInt64(Chunk.changesMax),
            change.recordNumber <= Dot<LogID>.sequenceMax,
            change.author.count <= Change.authorBytesMax
        else { return false }
        if change.frontier > 0 {
            let frontier = frontiers[Int(change.frontier)]
            guard frontier.count <= SeenContext.othersMax,
                frontier.allSatisfy({ $0.sequence <= Dot<LogID>.sequenceMax })
            else { return false }
        }
        guard change.form >= 0 else { return true }
        let form = forms[Int(change.form)]
        return form.name.utf8.count <= Chainer.formTextBytesMax && form.version.utf8.count <= Chainer.formTextBytesMax
    }
}
