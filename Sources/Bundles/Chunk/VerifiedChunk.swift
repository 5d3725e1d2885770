package import Causality
package import FieldRecords
package import Membership

/// A chunk whose changes are those that its log's replica signed.
package struct VerifiedChunk: Hashable, Sendable {
    package let chunk: Chunk
    /// For each change, the first eight bytes of the chain hash after it: what contexts name it by.
    package let prefixes: [UInt64]
    /// The chain hash after the last change.
    package let final: ChainHash
    /// The signed head at the last change.
    package let head: SignedHead
    /// The canonical bytes of the changes, personal values included.
    package let rawBytes: Int
}

extension Chunk {
    /// Hashes all changes anew and checks the signature under the last.
    ///
    /// - Parameter verifier: of the log's replica; where chunks of one log follow one another, keep it.
    /// - Throws: ``BundlesError/headWrong(_:)``, and what ``Chainer`` refuses.
    package func verified(by verifier: HeadVerifier) throws(BundlesError) -> VerifiedChunk {
        precondition(verifier.replica == log.replica, "a log is verified by its own replica's key")
        var chainer = Chainer()
        var hash = previous
        var prefixes: [UInt64] = []
        prefixes.reserveCapacity(count)
        var rawBytes = 0
        var sequence = first
        for index in 0..<count {
            hash = try chainer.next(after: hash, changes: packed, at: index, sequence: sequence)
            rawBytes += chainer.changeBytes
            prefixes.append(hash.prefix)
            sequence += 1
        }
        let head = SignedHead(log: log, sequence: last, chain: hash.bytes, signature: signature)
        do { try verifier.verify(head) } catch { throw .headWrong(range) }
        return VerifiedChunk(chunk: self, prefixes: prefixes, final: hash, head: head, rawBytes: rawBytes)
    }

    /// The same with the key parsed for this chunk alone.
    package func verified(network: NetworkID) throws(BundlesError) -> VerifiedChunk {
        let verifier: HeadVerifier
        do { verifier = try HeadVerifier(replica: log.replica, network: network) } catch { throw .headWrong(range) }
        return try verified(by: verifier)
    }

    /// Chains and signs changes of one's own.
    ///
    /// - Precondition: `keys` are those of the log's replica; 1 to ``changesMax`` changes.
    /// - Throws: what ``Chainer`` refuses; a failure of the signature itself, which no input causes.
    package static func signed(
        first: UInt64, previous: ChainHash, changes: [Change], log: LogID, network: NetworkID, keys: DeviceKeys
    ) throws -> VerifiedChunk {
        precondition(changes.allSatisfy { $0.context.own < first + UInt64(changes.count) }, "no change has seen itself")
        let packed = PackedChanges(changes, own: log.replica, first: first)
        var chainer = Chainer()
        var hash = previous
        var prefixes: [UInt64] = []
        var rawBytes = 0
        for index in 0..<packed.count {
            hash = try chainer.next(after: hash, changes: packed, at: index, sequence: first + UInt64(index))
            rawBytes += chainer.changeBytes
            prefixes.append(hash.prefix)
        }
        let head = try SignedHead.sign(
            log: log, sequence: first + UInt64(packed.count) - 1, chain: hash.bytes, network: network, keys: keys)
        let chunk = Chunk(log: log, first: first, previous: previous, packed: packed, signature: head.signature)
        return VerifiedChunk(chunk: chunk, prefixes: prefixes, final: hash, head: head, rawBytes: rawBytes)
    }
}
