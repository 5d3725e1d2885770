import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

/// Two histories of one log: a file was copied, or restored, and both went on under one name.
///
/// Everywhere the branch with the smaller chain hash at the split keeps the name. The other is put aside; the device
/// that wrote it issues its changes anew under a new identity, so nothing of either is lost.
extension StoreWriting {
    /// Meets a chunk that tells another history of a log than the one held.
    func meetFork(_ verified: VerifiedChunk, log: LogRow, encoded: [UInt8]) throws {
        guard let split = try split(verified, log: log) else {
            // The split lies before this chunk; whoever sent it sends the log from its beginning in the end.
            return try park(verified, log: log, encoded: encoded, isFork: true)
        }
        try run(
            "INSERT OR IGNORE INTO fork (log, sequence, kept, other) VALUES (?, ?, ?, ?)",
            [
                log.id, Int64(split.sequence), Int64(bitPattern: min(split.ours, split.theirs)),
                Int64(bitPattern: max(split.ours, split.theirs)),
            ])
        if db.changesCount > 0 { effects.forks += 1 }
        if split.ours < split.theirs {
            try noteBranch(verified, log: log, split: split.sequence)
            try park(verified, log: log, encoded: encoded, isFork: true)
        } else {
            try giveWay(to: verified, log: log, split: split.sequence)
        }
    }

    /// The first change in which the two histories differ; nil where it lies before the chunk.
    private func split(
        _ verified: VerifiedChunk, log: LogRow
    ) throws -> (sequence: UInt64, ours: UInt64, theirs: UInt64)? {
        let chunk = verified.chunk
        guard chunk.first <= log.held else { return nil }
        if chunk.first > 1, try chainPrefix(at: Dot(log: log.id, sequence: chunk.first - 1)) != chunk.previous.prefix {
            return nil
        }
        for sequence in chunk.first...min(chunk.last, log.held) {
            let theirs = verified.prefixes[Int(sequence - chunk.first)]
            let ours = try chainPrefix(at: Dot(log: log.id, sequence: sequence)) ?? 0
            if ours != theirs { return (sequence, ours, theirs) }
        }
        return nil
    }

    func chainPrefix(at dot: Dot<Int64>) throws -> UInt64? {
        try integer("SELECT chain FROM change WHERE log = ? AND sequence = ?", [dot.log, Int64(dot.sequence)])
            .map { UInt64(bitPattern: $0) }
    }

    /// What a change of a branch that was put aside had seen, of what is still there; nil where it is not known here.
    func branchContext(of dot: Dot<Int64>, chainPrefix: UInt64) throws -> VersionVector<Int64>? {
        try String.fetchOne(
            try db.cachedStatement(
                sql: "SELECT vector FROM branch_change WHERE log = ? AND sequence = ? AND chain = ?"),
            arguments: [dot.log, Int64(dot.sequence), Int64(bitPattern: chainPrefix)]
        ).map(Self.contextVector)
    }

    private func noteBranchChange(_ dot: Dot<Int64>, chainPrefix: UInt64, vector: VersionVector<Int64>) throws {
        try run(
            "INSERT OR IGNORE INTO branch_change (log, sequence, chain, vector) VALUES (?, ?, ?, ?)",
            [dot.log, Int64(dot.sequence), Int64(bitPattern: chainPrefix), Self.contextText(vector)])
    }

    /// Notes what the changes of a branch that comes and is put aside had seen.
    private func noteBranch(_ verified: VerifiedChunk, log: LogRow, split: UInt64) throws {
        var vectors: [UInt64: VersionVector<Int64>] = [:]
        for (index, change) in verified.chunk.changes.enumerated() {
            let sequence = verified.chunk.first + UInt64(index)
            guard sequence >= split else { continue }
            var vector = VersionVector<Int64>()
            let own = change.context.own
            if own >= split {
                guard let before = vectors[own] else { return }
                vector = before
            } else if own > 0 {
                vector = try context(of: Dot(log: log.id, sequence: own))
                vector.cover(Dot(log: log.id, sequence: own))
            }
            for seen in change.context.others {
                guard let other = try self.log(LogID(replica: seen.replica, place: log.name.place)) else { return }
                let dot = Dot(log: other.id, sequence: seen.sequence)
                guard try chainPrefix(at: dot) == seen.chainPrefix, other.applied >= seen.sequence else { return }
                vector.merge(try context(of: dot))
                vector.cover(dot)
            }
            vectors[sequence] = vector
            try noteBranchChange(
                Dot(log: log.id, sequence: sequence), chainPrefix: verified.prefixes[index], vector: vector)
        }
    }

    /// Puts the branch that is held aside and takes the other in its place.
    private func giveWay(to verified: VerifiedChunk, log: LogRow, split: UInt64) throws {
        guard let network = try text(.network).flatMap({ NetworkID(text: $0) }) else {
            throw StoreError.unknown(what: "network")
        }
        try flush()
        let isOurs = try log.replicaRow == number(.replica) || secret("sealing:\(log.name.replica)") != nil
        try putAside(log, from: split, isOurs: isOurs, network: network)
        if try log.replicaRow == number(.replica) { effects.ownLogWentOn = true }
        let chain = try chain(ofLog: log.id, name: log.name, at: split - 1, network: network)
        try run("DELETE FROM change WHERE log = ? AND sequence >= ?", [log.id, Int64(split)])
        try run("DELETE FROM head WHERE log = ? AND sequence >= ?", [log.id, Int64(split)])
        try run(
            "UPDATE log SET held = ?, chain = ? WHERE id = ?", [Int64(split) - 1, Data(chain.bytes), log.id])
        let counted = effects
        try forgetMerge(placeRow: log.placeRow)
        try applyHeld(placeRow: log.placeRow)
        try flush()
        effects = counted
        try extend(try self.log(row: log.id), with: verified)
        try applyHeld(placeRow: log.placeRow)
    }

    /// Keeps the chunks of a branch that loses its name, and what its changes had seen.
    private func putAside(_ log: LogRow, from split: UInt64, isOurs: Bool, network: NetworkID) throws {
        try chunks(of: log.name, from: split, through: log.held, network: network) { chunk in
            try run(
                "INSERT OR IGNORE INTO parked (log, first, last, chain, fork, chunk) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    log.id, Int64(chunk.first), Int64(chunk.last),
                    Int64(bitPattern: try chainPrefix(at: Dot(log: log.id, sequence: chunk.last)) ?? 0),
                    isOurs ? 2 : 1, Data(chunk.encoded),
                ])
        }
        for sequence in split...max(split, log.held) {
            let dot = Dot(log: log.id, sequence: sequence)
            guard let prefix = try chainPrefix(at: dot) else { break }
            var vector = try context(of: dot)
            vector[log.id] = min(vector[log.id], split - 1)
            try noteBranchChange(dot, chainPrefix: prefix, vector: vector)
        }
    }

    /// Takes back all that was merged at a place, so that it can be merged anew.
    private func forgetMerge(placeRow: Int64) throws {
        try run("DELETE FROM import_key WHERE place = ?", [placeRow])
        try run(
            """
            UPDATE record SET form = NULL, version = NULL, fields = '{}', stamps = NULL, conflicts = NULL, deleted = 0
            WHERE place = ?
            """, [placeRow])
        try run("UPDATE place SET digest = ? WHERE id = ?", [Data(count: 32), placeRow])
        try run(
            "UPDATE change SET void = NULL, context = NULL WHERE log IN (SELECT id FROM log WHERE place = ?)",
            [placeRow])
        try run("UPDATE log SET applied = 0, stopped = NULL WHERE place = ?", [placeRow])
        forgetLogs()
    }
}
