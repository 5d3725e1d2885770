import Causality
import Crypto
package import FieldRecords

/// Hashes a log's changes one after another, with one buffer for all.
package struct Chainer: Sendable {
    /// The longest name and the longest version of a form, in bytes each.
    package static let formTextBytesMax = 256

    private var buffer: [UInt8] = []

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
        guard change.isPossible(at: sequence) else { throw .changeImpossible(sequence: sequence) }
        buffer.removeAll(keepingCapacity: true)
        previous.append(to: &buffer)
        let personalBytes = change.appendCanonical(sequence: sequence, to: &buffer)
        changeBytes = buffer.count - ChainHash.byteCount + personalBytes
        guard changeBytes <= Change.bytesMax else {
            throw .changeTooLarge(sequence: sequence, bytes: changeBytes)
        }
        var hasher = SHA256()
        buffer.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return ChainHash(hasher.finalize())
    }
}

extension Change {
    /// The bytes that a log's chain covers: everything but the values of personal fields.
    ///
    /// - Parameter sequence: the change's number in its log.
    package func canonical(sequence: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        _ = appendCanonical(sequence: sequence, to: &bytes)
        return bytes
    }

    fileprivate func isPossible(at sequence: UInt64) -> Bool {
        guard context.own < sequence, sequence <= Dot<LogID>.sequenceMax + UInt64(Chunk.changesMax),
            record.map({ $0.number <= Dot<LogID>.sequenceMax }) ?? true,
            context.others.allSatisfy({ $0.sequence <= Dot<LogID>.sequenceMax }),
            context.others.count <= SeenContext.othersMax,
            author.utf8.count <= Change.authorBytesMax
        else { return false }
        guard case .begin(_, let form, _) = action else { return true }
        return form.name.utf8.count <= Chainer.formTextBytesMax && form.version.utf8.count <= Chainer.formTextBytesMax
    }

    /// - Returns: the bytes of the personal values, which are not among those appended.
    fileprivate func appendCanonical(sequence: UInt64, to bytes: inout [UInt8]) -> Int {
        bytes.append(kind.number)
        bytes.append(isSettlement ? 1 : 0)
        bytes.appendInteger(time.bits)
        bytes.appendText(author)
        bytes.appendVarint(sequence - 1 - context.own)
        bytes.appendVarint(context.others.count)
        for dot in context.others {
            bytes.append(contentsOf: dot.replica.bytes)
            bytes.appendVarint(dot.sequence)
            bytes.appendInteger(dot.chainPrefix)
        }
        if let record {
            bytes.append(contentsOf: record.replica.bytes)
            bytes.appendVarint(record.number)
        }
        if case .begin(_, let form, _) = action {
            bytes.appendText(form.name)
            bytes.appendText(form.version)
        }
        if case .unknown(_, let content) = action {
            bytes.appendVarint(content.count)
            bytes.append(contentsOf: content)
        }
        return writing?.appendCanonical(to: &bytes) ?? 0
    }
}

extension Change.Writing {
    /// The patch's JSON after its length in 4 bytes, then the personal fields with their commitments.
    fileprivate func appendCanonical(to bytes: inout [UInt8]) -> Int {
        let start = bytes.count
        bytes.appendInteger(UInt32(0))
        patch.appendJSON(to: &bytes)
        // The length stands before what it counts and is known after it.
        let length = UInt32(bytes.count - start - 4)
        for index in 0..<4 { bytes[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index)) }
        guard let personal else {
            bytes.append(0)
            return 0
        }
        return personal.appendCommitments(to: &bytes)
    }
}
