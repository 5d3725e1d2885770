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
            held[log.name] = HeldMark(sequence: log.held, chainPrefix: ChainHash(bytes: log.chain).prefix)
        }
        return held
    }

    /// The chain prefix of a held change; nil where it is not held.
    package func chainPrefix(of log: LogID, at sequence: UInt64) throws -> UInt64? {
        guard let place = try placeRow(log.place), let replica = try replicaRow(log.replica) else { return nil }
        return try integer(
            """
            SELECT chain FROM change JOIN log ON log.id = change.log
            WHERE log.place = ? AND log.replica = ? AND sequence = ?
            """, [place, replica, Int64(sequence)]
        ).map { UInt64(bitPattern: $0) }
    }

    /// Gives the changes of a range as chunks, each ending at a signed head, in order.
    ///
    /// The last chunk may reach past `through`, to a later signed head that it has room for.
    package func chunks(
        of name: LogID, from: UInt64, through: UInt64, network: NetworkID, _ each: (Chunk) throws -> Void
    ) throws {
        guard let place = try placeRow(name.place), let replica = try replicaRow(name.replica),
            let log = try integer("SELECT id FROM log WHERE place = ? AND replica = ?", [place, replica])
        else { throw StoreError.unknown(what: "log \(name)") }
        var first = from
        var previous = try chain(ofLog: log, name: name, at: first - 1, network: network)
        while first <= through {
            let (changes, head) = try changesToHead(log: log, first: first)
            let chunk = Chunk(
                log: name, first: first, previous: previous, changes: changes, signature: head.signature)
            try each(chunk)
            first += UInt64(changes.count)
            previous = ChainHash(bytes: head.chain)
        }
    }

    /// The changes from `first` up to the furthest signed head that a chunk may reach.
    private func changesToHead(
        log: Int64, first: UInt64
    ) throws -> (changes: [Change], head: (chain: [UInt8], signature: [UInt8])) {
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
            let end: Int64 = head[0]
            let more = try rows(
                Self.changeColumns + " WHERE change.log = ? AND change.sequence BETWEEN ? AND ? ORDER BY 2",
                [log, Int64(first) + Int64(changes.count), end]
            )
            bytes += more.reduce(0) {
                $0 + (($1[11] as String?)?.utf8.count ?? 0) + (($1[12] as String?)?.utf8.count ?? 0)
                    + (($1[8] as Data?)?.count ?? 0) + 512
            }
            if !changes.isEmpty, bytes > Chunk.rawBytesMax { break }
            changes += try more.map { try Self.storedChange($0).change }
            best = head
        }
        return (changes, ([UInt8](best[1] as Data), [UInt8](best[2] as Data)))
    }

    /// The whole chain hash at a change, from the nearest signed head before it.
    func chain(ofLog log: Int64, name: LogID, at sequence: UInt64, network: NetworkID) throws -> ChainHash {
        let head = try row(
            "SELECT sequence, chain FROM head WHERE log = ? AND sequence <= ? ORDER BY sequence DESC LIMIT 1",
            [log, Int64(sequence)])
        var chain =
            head.map { ChainHash(bytes: [UInt8]($0[1] as Data)) }
            ?? ChainHash.start(network: network, log: name)
        var at = head.map { UInt64($0[0] as Int64) } ?? 0
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
