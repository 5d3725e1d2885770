import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

/// Two histories of one log: a file was copied, or restored, and both went on under one name.
///
/// Everywhere the branch with the smaller chain hash at the split keeps the name, or, of a log that the host has cut
/// beyond the split, the branch that was cut. The other is put aside; the device that wrote it issues its changes anew
/// under a new identity, so nothing of either is lost.
extension StoreWriting {
    /// Meets a chunk that tells another history of a log than the one held.
    func meetFork(_ verified: VerifiedChunk, log: LogRow, encoded: [UInt8]) throws {
        let cut = try cuts(of: log.name.replica)[log.name]
        guard let split = try split(verified, log: log) else {
            // The split lies before this chunk; whoever sent it sends the log from its beginning in the end.
            try parkBranch(verified, log: log, encoded: encoded)
            if let cut { try giveWay(toBranchOf: cut, log: log.id) }
            return try applyHeld(placeRow: log.placeRow)
        }
        try run(
            "INSERT OR IGNORE INTO fork (log, sequence, kept, other) VALUES (?, ?, ?, ?)",
            [log.id, Int64(split.sequence), Int64(bitPattern: split.ours), Int64(bitPattern: split.theirs)])
        if db.changesCount > 0 { effects.forks += 1 }
        if try keepsName(split, against: verified, log: log, cut: cut) {
            try parkBranch(verified, log: log, encoded: encoded)
            try applyHeld(placeRow: log.placeRow)
        } else {
            try giveWay(to: verified, log: log, split: split)
        }
    }

    /// Where a chunk's history parts from the one held; nil where it lies before the chunk.
    func split(_ verified: VerifiedChunk, log: LogRow) throws -> Split? {
        let chunk = verified.chunk
        guard chunk.first <= log.held else { return nil }
        if chunk.first > 1, try chainPrefix(at: Dot(log: log.id, sequence: chunk.first - 1)) != chunk.previous.prefix {
            return nil
        }
        for sequence in chunk.first...min(chunk.last, log.held) {
            let theirs = verified.prefixes[Int(sequence - chunk.first)]
            let ours = try chainPrefix(at: Dot(log: log.id, sequence: sequence)) ?? 0
            if ours != theirs { return Split(sequence: sequence, ours: ours, theirs: theirs) }
        }
        return nil
    }

    /// Puts the branch that is held aside and takes the other in its place.
    func giveWay(to verified: VerifiedChunk, log: LogRow, split: Split) throws {
        guard let network = try network() else { throw StoreError.unknown(what: "network") }
        try flush()
        try run(
            "UPDATE fork SET kept = ?, other = ? WHERE log = ? AND sequence = ?",
            [Int64(bitPattern: split.theirs), Int64(bitPattern: split.ours), log.id, Int64(split.sequence)])
        let isOurs = try isOurs(log.name.replica)
        try putAside(log, from: split.sequence, isOurs: isOurs, network: network)
        if try log.replicaRow == number(.replica) { effects.ownLogWentOn = true }
        let chain = try chain(ofLog: log.id, at: split.sequence - 1, name: log.name)
        try dropChanges(ofLog: log, from: split.sequence)
        try run("DELETE FROM head WHERE log = ? AND sequence >= ?", [log.id, Int64(split.sequence)])
        try run(
            "UPDATE log SET held = ?, chain = ? WHERE id = ?",
            [Int64(split.sequence) - 1, Data(chain.bytes), log.id])
        forgetLostBranches(placeRow: log.placeRow)
        // Of a log that waits for the host's word nothing was merged. Nor has anybody seen what takes its place: without a
        // cut a branch that lost the name never gets it back.
        if log.applied < split.sequence, log.cut == nil {
            try forgetLogs()
        } else {
            try mergeAnew(placeRow: log.placeRow)
        }
        try extend(try self.log(row: log.id), with: verified)
        try applyHeld(placeRow: log.placeRow)
    }

    /// Keeps a chunk of a branch that does not keep the name.
    private func parkBranch(_ verified: VerifiedChunk, log: LogRow, encoded: [UInt8]) throws {
        try park(verified, log: log, encoded: encoded, as: try isOurs(log.name.replica) ? .came : .branch)
        try takeToBranches(log)
        forgetLostBranches(placeRow: log.placeRow)
    }

    /// Keeps the chunks of a branch that loses its name.
    private func putAside(_ log: LogRow, from split: UInt64, isOurs: Bool, network: NetworkID) throws {
        try chunks(of: log.name, from: split, through: log.held) { chunk in
            try run(
                "INSERT OR IGNORE INTO parked (log, first, last, chain, fork, chunk) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    log.id, Int64(chunk.first), Int64(chunk.last),
                    Int64(bitPattern: try chainPrefix(at: Dot(log: log.id, sequence: chunk.last)) ?? 0),
                    (isOurs ? Parked.gaveWay : .branch).rawValue, Data(chunk.encoded),
                ])
        }
    }

    /// Whether a chunk goes on from a change of a branch that was put aside.
    func isOfKnownBranch(_ chunk: Chunk, log: LogRow) throws -> Bool {
        let before = chunk.first - 1
        let branches = try rows(
            "SELECT first, last, chain, chunk FROM parked WHERE log = ? AND fork > 0 AND first <= ? AND last >= ?",
            [log.id, Int64(before), Int64(before)])
        guard !branches.isEmpty, try chainPrefix(at: Dot(log: log.id, sequence: before)) != chunk.previous.prefix,
            let network = try network()
        else { return false }
        return try branches.contains { row in
            if try row.readSequence(1) == before { return try row.readBits(2) == chunk.previous.prefix }
            let branch = try Chunk(encoded: try row.readBytes(3)).verified(network: network)
            return try branch.prefixes[Int(before - row.readSequence(0))] == chunk.previous.prefix
        }
    }

    /// Chunks that waited for a predecessor, which turns out to stand on a branch that was put aside, wait no more.
    private func takeToBranches(_ log: LogRow) throws {
        let parked: Parked = try isOurs(log.name.replica) ? .came : .branch
        for row in try rows(
            "SELECT first, last, chain, chunk FROM parked WHERE log = ? AND fork = 0 ORDER BY first", [log.id])
        {
            guard try isOfKnownBranch(try Chunk(encoded: try row.readBytes(3)), log: log) else { continue }
            try run(
                "UPDATE parked SET fork = ? WHERE log = ? AND first = ? AND last = ? AND chain = ?",
                [
                    parked.rawValue, log.id, try row.read(0) as Int64, try row.read(1) as Int64,
                    try row.read(2) as Int64,
                ])
        }
    }
}
