package import Bundles
package import Causality
import FieldRecords
import Foundation
import GRDB
package import Membership

/// How far a log is held, and on which branch.
package struct HeldMark: Hashable, Sendable {
    package let sequence: UInt64
    /// The first 8 bytes of the chain hash there.
    package let chainPrefix: UInt64
}

extension StoreReading {
    /// How far every log of the places is held here.
    package func held(of places: [PlaceID]) throws -> [LogID: HeldMark] {
        var held: [LogID: HeldMark] = [:]
        for log in try logRows(of: places) where log.held > 0 {
            held[log.name] = HeldMark(sequence: log.held, chainPrefix: log.chain.prefix)
        }
        return held
    }

    /// How far the logs of the places may be acknowledged: as far as they are held, or, where a change has seen a
    /// branch that was never here, up to that change, so that it comes again with the branch.
    package func acknowledgeable(of places: [PlaceID]) throws -> [LogID: HeldMark] {
        var marks = try held(of: places)
        for row in try rows(Self.logColumns + " WHERE log.stopped = ?", [StopReason.unknownBranch.rawValue]) {
            let log = try Self.logRow(row)
            guard marks[log.name] != nil else { continue }
            marks[log.name] = try chainPrefix(of: log.name, at: log.applied).map {
                HeldMark(sequence: log.applied, chainPrefix: $0)
            }
        }
        return marks
    }

    /// The chain prefix of a held change; nil where it is not held.
    package func chainPrefix(of log: LogID, at sequence: UInt64) throws -> UInt64? {
        try logNumber(log).flatMap { try chainPrefix(at: Dot(log: $0, sequence: sequence)) }
    }

    /// Gives the changes of a range as chunks, each ending at a signed head, in order.
    ///
    /// The last chunk may reach past `through`, to a later signed head that it has room for.
    package func chunks(
        of name: LogID, from: UInt64, through: UInt64, network: NetworkID, _ each: (Chunk) throws -> Void
    ) throws {
        guard let log = try logNumber(name) else { throw StoreError.unknown(what: "log \(name)") }
        var first = from
        var previous = try chain(ofLog: log, name: name, at: first - 1, network: network)
        while first <= through {
            let (changes, head) = try changesToHead(log: log, first: first)
            let chunk = Chunk(
                log: name, first: first, previous: previous, changes: changes, signature: head.signature)
            try each(chunk)
            first += UInt64(changes.count)
            previous = head.chain
        }
    }

    /// The changes from `first` up to the furthest signed head that a chunk may reach.
    private func changesToHead(
        log: Int64, first: UInt64
    ) throws -> (changes: [Change], head: (chain: ChainHash, signature: [UInt8])) {
        let heads = try rows(
            "SELECT sequence, chain, signature FROM head WHERE log = ? AND sequence >= ? AND sequence < ? ORDER BY 1",
            [log, Int64(first), Int64(first) + Int64(Chunk.changesMax)])
        guard !heads.isEmpty else {
            throw StoreError.notAStore(path: "head", reason: "no signed head after \(first) in log \(log)")
        }
        var changes: [Change] = []
        var bytes = 0
        var best = heads[0]
        for head in heads {
            let end = try head.readSequence(0)
            let more = try rows(
                Self.changeColumns + " WHERE change.log = ? AND change.sequence BETWEEN ? AND ? ORDER BY 2",
                [log, Int64(first) + Int64(changes.count), Int64(end)]
            )
            bytes += try more.reduce(0) { try $0 + Self.bytesAbout($1) }
            if !changes.isEmpty, bytes > Chunk.rawBytesMax { break }
            changes += try more.map { try Self.storedChange($0).change }
            guard first + UInt64(changes.count) == end + 1 else {
                throw StoreError.notAStore(path: "change", reason: "changes before \(end) are missing in log \(log)")
            }
            best = head
        }
        return (changes, (try best.readChainHash(1), try best.readBytes(2, count: Signatures.signatureBytes)))
    }

    /// About what a change takes in a chunk before compression.
    private static func bytesAbout(_ row: Row) throws -> Int {
        let patch: String? = try row.readOptional(11)
        let personal: String? = try row.readOptional(12)
        let frontier: Data? = try row.readOptional(8)
        return (patch?.utf8.count ?? 0) + (personal?.utf8.count ?? 0) + (frontier?.count ?? 0) + 512
    }

    /// The whole chain hash at a change, from the nearest signed head before it.
    func chain(ofLog log: Int64, name: LogID, at sequence: UInt64, network: NetworkID) throws -> ChainHash {
        let head = try row(
            "SELECT sequence, chain FROM head WHERE log = ? AND sequence <= ? ORDER BY sequence DESC LIMIT 1",
            [log, Int64(sequence)])
        var chain =
            try head.map { try $0.readChainHash(1) }
            ?? ChainHash.start(network: network, log: name)
        var at = try head.map { try $0.readSequence(0) } ?? 0
        var chainer = Chainer()
        while at < sequence {
            at += 1
            guard let stored = try storedChange(Dot(log: log, sequence: at)) else {
                throw StoreError.notAStore(path: "change", reason: "no change \(at) in log \(log)")
            }
            chain = try chainer.next(after: chain, change: stored.change, sequence: at)
        }
        return chain
    }
}
