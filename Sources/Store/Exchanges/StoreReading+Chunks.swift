package import Bundles
package import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

extension StoreReading {
    /// The chain prefix of a held change; nil where it is not held.
    package func chainPrefix(of log: LogID, at sequence: UInt64) throws -> UInt64? {
        try logNumber(log).flatMap { try chainPrefix(at: Dot(log: $0, sequence: sequence)) }
    }

    /// Gives the changes of a range as chunks, each ending at a signed head, in order.
    ///
    /// The last chunk may reach past `through`, to a later signed head that it has room for.
    package func chunks(
        of name: LogID, from: UInt64, through: UInt64, _ each: (Chunk) throws -> Void
    ) throws {
        try pieces(of: name, from: from, through: through) { try each($0.chunk) }
    }

    /// The same, with the frame in which a chunk is kept here, where it can travel as it is.
    package func pieces(
        of name: LogID, from: UInt64, through: UInt64, _ each: (LogPiece) throws -> Void
    ) throws {
        guard let log = try logNumber(name) else { throw StoreError.unknown(what: "log \(name)") }
        var first = from
        while first <= through {
            let piece = try storedPiece(log: log, first: first) ?? gatheredPiece(log: log, name: name, first: first)
            try each(piece)
            first += UInt64(piece.count)
        }
    }

    /// A chunk that begins here and is large enough to travel alone, with the head it was signed with.
    func storedPiece(log: Int64, first: UInt64) throws -> LogPiece? {
        guard let held = try heldChunk(of: log, at: first), held.first == first,
            try travelsAlone(held),
            try row("SELECT 1 FROM head WHERE log = ? AND sequence = ?", [log, Int64(held.last)]) != nil
        else { return nil }
        return LogPiece(held: held, name: try logName(row: log), reading: self)
    }

    /// Whether a chunk goes out in a frame of its own.
    private func travelsAlone(_ held: HeldChunk) throws -> Bool {
        if held.count >= LogPiece.aloneChangesMin { return true }
        guard let row = held.row,
            let bytes = try integer("SELECT length(content) FROM chunk WHERE id = ?", [row]),
            bytes >= Int64(LogPiece.aloneBytesMin)
        else { return false }
        // Small chunks are joined, and where a branch gave way what is left of one has the signature of its former end.
        return try integer("SELECT 1 FROM fork WHERE log = ? LIMIT 1", [held.log]) == nil
    }

    /// The changes from `first` up to the furthest signed head that a chunk may reach.
    func gatheredPiece(log: Int64, name: LogID, first: UInt64) throws -> LogPiece {
        let heads = try rows(
            "SELECT sequence, signature FROM head WHERE log = ? AND sequence >= ? AND sequence < ? ORDER BY 1",
            [log, Int64(first), Int64(first) + Int64(Chunk.changesMax)])
        guard !heads.isEmpty else {
            throw StoreError.notAStore(path: "head", reason: "no signed head after \(first) in log \(log)")
        }
        var packed = PackedChanges([], own: name.replica, first: first)
        var end: (sequence: UInt64, signature: [UInt8])?
        var changes: [Change] = []
        var bytes = 0
        for head in heads {
            let sequence = try head.readSequence(0)
            let more = try gather(log: log, from: first + UInt64(changes.count), through: sequence)
            bytes += more.bytes
            if end != nil, bytes > Chunk.rawBytesMax { break }
            changes += more.changes
            end = (sequence, try head.readBytes(1, count: Signatures.signatureBytes))
        }
        guard let end, end.sequence == first + UInt64(changes.count) - 1 else {
            throw StoreError.notAStore(path: "chunk", reason: "changes after \(first) are missing in log \(log)")
        }
        for (index, change) in changes.enumerated() { packed.append(change, sequence: first + UInt64(index)) }
        return LogPiece(
            chunk: Chunk(
                log: name, first: first, previous: try chain(ofLog: log, at: first - 1, name: name), packed: packed,
                signature: end.signature))
    }

    /// The changes of a log between two numbers, and about how many bytes they take in a chunk.
    private func gather(
        log: Int64, from: UInt64, through: UInt64
    ) throws -> (changes: [Change], bytes: Int) {
        var changes: [Change] = []
        var bytes = 0
        try heldChunks(of: log, from: from) { held in
            let packed = try packed(held)
            for index in 0..<held.count {
                let number = held.first + UInt64(index)
                guard number >= from, number <= through else { continue }
                changes.append(packed.change(at: index))
                bytes += packed.bytesAbout(at: index)
            }
            return held.last < through
        }
        return (changes, bytes)
    }

    /// The whole chain hash at a change of a log that is held; 0 is before the first.
    func chain(ofLog log: Int64, at sequence: UInt64, name: LogID) throws -> ChainHash {
        guard sequence > 0 else {
            guard let network = try network() else { throw StoreError.unknown(what: "network") }
            return ChainHash.start(network: network, log: name)
        }
        guard let held = try heldChunk(of: log, at: sequence) else {
            throw StoreError.notAStore(path: "chunk", reason: "no change \(sequence) in log \(log)")
        }
        let content = try content(of: held)
        var chain = content.previous
        var chainer = Chainer()
        for index in 0...held.index(of: sequence) {
            chain = try chainer.next(
                after: chain, changes: content.packed, at: index, sequence: held.first + UInt64(index))
        }
        return chain
    }
}
