package import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB
package import Membership

extension StoreWriting {
    /// The most bytes of chunks that wait for their predecessors: a broken or hostile sender fills no disk.
    private static let parkedBytesMax: Int64 = 256 << 20

    /// Takes in a chunk whose chain and head were verified and whose writer may write at its place.
    ///
    /// What is held already changes nothing. What follows it is stored and, as far as contexts allow, merged. What has
    /// a gap before it is parked until the gap closes.
    ///
    /// - Parameter encoded: gives the chunk's bytes, to keep if it is parked.
    package func receive(_ verified: VerifiedChunk, network: NetworkID, encoded: () -> [UInt8]) throws {
        let chunk = verified.chunk
        let start = { ChainHash.start(network: network, log: chunk.log) }
        let log = try ensureLog(chunk.log, start: start)
        var goesOnElsewhere = false
        if try replicaRow(chunk.log.replica) == number(.replica), chunk.last > log.held {
            goesOnElsewhere = true
        }
        if try isOfKnownBranch(chunk, log: log) {
            return try meetFork(verified, log: log, encoded: encoded())
        }
        if chunk.first > log.held + 1 {
            // Whoever holds more of our own log than we do has met a later us, gap or no gap.
            if goesOnElsewhere { effects.ownLogWentOn = true }
            return try park(verified, log: log, encoded: encoded(), as: .waiting)
        }
        guard try agrees(verified, with: log) else { return try meetFork(verified, log: log, encoded: encoded()) }
        guard chunk.last > log.held else {
            effects.already += chunk.changes.count
            return
        }
        if goesOnElsewhere { effects.ownLogWentOn = true }
        try extend(log, with: verified)
        try receiveParked(log: log.id, network: network)
        try applyHeld(placeRow: log.placeRow)
    }

    /// Stores the changes of a chunk that are new, and applies those that can be at once.
    func extend(_ before: LogRow, with verified: VerifiedChunk) throws {
        let chunk = verified.chunk
        var log = before
        let known = Int(log.held + 1 - chunk.first)
        effects.already += known
        effects.received += chunk.changes.count - known
        for index in known..<chunk.changes.count {
            let change = chunk.changes[index]
            let dot = Dot(log: log.id, sequence: chunk.first + UInt64(index))
            let isErased = try change.record.map { try isErasedHere($0, placeRow: log.placeRow) } ?? false
            let contextRow = try nextContextRow(change, dot: dot, log: log)
            let recordRow = try insert(
                change, dot: dot, chainPrefix: verified.prefixes[index], placeRow: log.placeRow,
                contextRow: contextRow, isErased: isErased)
            log.held = dot.sequence
            if log.isHeard, log.applied == dot.sequence - 1 {
                let stored = StoredChange(
                    dot: dot, change: change, chainPrefix: verified.prefixes[index], recordRow: recordRow,
                    contextRow: contextRow, void: nil)
                logs.byRow[log.id] = log
                if try apply(stored, log: log) { log.applied = dot.sequence }
            }
        }
        log.chain = verified.final
        try save(log)
        try run(
            "INSERT OR REPLACE INTO head (log, sequence, chain, signature) VALUES (?, ?, ?, ?)",
            [log.id, Int64(chunk.last), Data(verified.final.bytes), Data(chunk.signature)])
    }

    /// A change that has seen just what the one before it had, and that one, shares its context.
    private func nextContextRow(_ change: Change, dot: Dot<Int64>, log: LogRow) throws -> Int64? {
        guard change.context.others.isEmpty, log.applied == dot.sequence - 1 else { return nil }
        guard change.context.own > 0 else { return try ensureContext(VersionVector(), placeRow: log.placeRow) }
        return try integer(
            "SELECT context FROM change WHERE log = ? AND sequence = ?", [dot.log, Int64(change.context.own)])
    }

    private func isErasedHere(_ name: RecordID, placeRow: Int64) throws -> Bool {
        let row = try ensureRecord(name, placeRow: placeRow)
        if let known = touched[row] { return known.stamps.isErased }
        guard
            let stamps = try Data.fetchOne(
                try db.cachedStatement(sql: "SELECT stamps FROM record WHERE id = ?"), arguments: [row])
        else { return false }
        return stamps.first == 3
    }

    /// Whether a chunk that overlaps or touches what is held tells the same history.
    private func agrees(_ verified: VerifiedChunk, with log: LogRow) throws -> Bool {
        let chunk = verified.chunk
        if chunk.first == log.held + 1 { return verified.chunk.previous == log.chain }
        let last = min(chunk.last, log.held)
        let prefix = verified.prefixes[Int(last - chunk.first)]
        return try integer("SELECT chain FROM change WHERE log = ? AND sequence = ?", [log.id, Int64(last)])
            == Int64(bitPattern: prefix)
    }

    /// Keeps a chunk that cannot be taken in.
    func park(_ verified: VerifiedChunk, log: LogRow, encoded: [UInt8], as parked: Parked) throws {
        guard try integer("SELECT coalesce(sum(length(chunk)), 0) FROM parked") ?? 0 < Self.parkedBytesMax else {
            throw StoreError.parkedFull(bytesMax: Self.parkedBytesMax)
        }
        try run(
            "INSERT OR IGNORE INTO parked (log, first, last, chain, fork, chunk) VALUES (?, ?, ?, ?, ?, ?)",
            [
                log.id, Int64(verified.chunk.first), Int64(verified.chunk.last),
                Int64(bitPattern: verified.final.prefix), parked.rawValue, Data(encoded),
            ])
        if db.changesCount > 0 {
            effects.parked += verified.chunk.changes.count
        } else {
            effects.already += verified.chunk.changes.count
        }
    }

    /// Takes in the parked chunks of a log whose gap has closed.
    private func receiveParked(log id: Int64, network: NetworkID) throws {
        while let row = try row(
            """
            SELECT parked.first, parked.last, parked.chain, parked.chunk FROM parked JOIN log ON log.id = parked.log
            WHERE parked.log = ? AND fork = 0 AND parked.first <= log.held + 1 LIMIT 1
            """, [id])
        {
            try run(
                "DELETE FROM parked WHERE log = ? AND first = ? AND last = ? AND chain = ?",
                [id, try row.read(0) as Int64, try row.read(1) as Int64, try row.read(2) as Int64])
            let encoded = try row.readBytes(3)
            let verified = try Chunk(encoded: encoded).verified(network: network)
            let log = try log(row: id)
            guard try agrees(verified, with: log) else {
                try meetFork(verified, log: log, encoded: encoded)
                continue
            }
            if verified.chunk.last > log.held { try extend(log, with: verified) }
        }
    }
}
