package import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB
package import Membership

extension StoreWriting {
    /// Takes in a chunk whose chain and head were verified and whose writer may write at its place.
    ///
    /// What is held already changes nothing, unless it lacks personal values that come now. What follows it is stored
    /// and, as far as contexts allow, merged. What has a gap before it is parked until the gap closes.
    ///
    /// - Parameters:
    ///   - frame: the frame in which the chunk came, where it came alone: it is kept as it is.
    ///   - encoded: gives the chunk's bytes, to keep if it is parked.
    /// - Throws: ``StoreError/parkedFull(bytesMax:)`` where it would be parked and its device has no room for more;
    ///   nothing of it is kept then.
    package func receive(
        _ verified: VerifiedChunk, network: NetworkID, frame: [UInt8]? = nil, encoded: () -> [UInt8]
    ) throws {
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
        try completePersonalValues(from: verified, of: log)
        guard chunk.last > log.held else {
            effects.already += chunk.count
            return
        }
        if goesOnElsewhere { effects.ownLogWentOn = true }
        try extend(log, with: verified, frame: frame)
        try receiveParked(log: log.id, network: network)
        try applyHeld(placeRow: log.placeRow)
        try flushIfLarge()
    }

    /// Stores the changes of a chunk that are new, and applies those that can be at once.
    func extend(_ before: LogRow, with verified: VerifiedChunk, frame: [UInt8]? = nil) throws {
        var log = before
        placesWithNews.insert(log.placeRow)
        let known = Int(log.held + 1 - verified.chunk.first)
        effects.already += known
        effects.receive(LogRange(log: log.name, from: log.held + 1, through: verified.chunk.last))
        var chunk = known == 0 ? verified.chunk : try verified.chunk.rest(from: known)
        var frame = known == 0 ? frame : nil
        try noteLackingValues(of: chunk, in: log)
        if let erased = try withoutErasedValues(chunk, of: log) {
            chunk = erased
            frame = nil
        }
        let held = HeldChunk(
            row: nil, log: log.id, first: chunk.first, prefixes: Array(verified.prefixes.dropFirst(known)),
            contexts: [Int64](repeating: 0, count: chunk.count),
            content: HeldChunk.Content(
                packed: chunk.packed, previous: chunk.previous, signature: chunk.signature, frame: frame))
        heldChunks.keep(held)
        forgetLostBranches(grown: log)
        log.held = chunk.last
        log.chain = verified.final
        note(log)
        try noteHead(ofLog: log.id, sequence: chunk.last, chain: verified.final, signature: chunk.signature)
        try applyAll(of: held, log: &log)
        try insert(held, name: log.name)
        if log.applied == held.last { heldChunks.forgetContent(of: held) }
        try noteIssue(log)
    }

    /// Whether a chunk that overlaps or touches what is held tells the same history.
    private func agrees(_ verified: VerifiedChunk, with log: LogRow) throws -> Bool {
        let chunk = verified.chunk
        if chunk.first == log.held + 1 { return verified.chunk.previous == log.chain }
        let last = min(chunk.last, log.held)
        let prefix = verified.prefixes[Int(last - chunk.first)]
        return try chainPrefix(at: Dot(log: log.id, sequence: last)) == prefix
    }

    /// Keeps a chunk that cannot be taken in.
    func park(_ verified: VerifiedChunk, log: LogRow, encoded: [UInt8], as parked: Parked) throws {
        guard try !isParked(verified, log: log) else { return note(parked: verified.chunk, as: parked, isNew: false) }
        try takeRoom(ofBytes: encoded.count, toPark: log)
        try run(
            "INSERT INTO parked (log, first, last, chain, fork, chunk) VALUES (?, ?, ?, ?, ?, ?)",
            [
                log.id, Int64(verified.chunk.first), Int64(verified.chunk.last),
                Int64(bitPattern: verified.final.prefix), parked.rawValue, Data(encoded),
            ])
        placesWithNews.insert(log.placeRow)
        note(parked: verified.chunk, as: parked, isNew: true)
    }

    private func isParked(_ verified: VerifiedChunk, log: LogRow) throws -> Bool {
        try integer(
            "SELECT 1 FROM parked WHERE log = ? AND first = ? AND last = ? AND chain = ?",
            [
                log.id, Int64(verified.chunk.first), Int64(verified.chunk.last),
                Int64(bitPattern: verified.final.prefix),
            ]) != nil
    }

    private func note(parked chunk: Chunk, as parked: Parked, isNew: Bool) {
        switch parked {
        case .waiting: effects.park(chunk.range, isNew: isNew)
        case .branch, .gaveWay, .came: effects.parkBranch(changes: chunk.count, isNew: isNew)
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
            logs.parkedBytes = nil
            let encoded = try row.readBytes(3)
            let verified = try Chunk(encoded: encoded).verified(network: network)
            let log = try log(row: id)
            guard try agrees(verified, with: log) else {
                // Where there is no room for it as a branch, it comes again.
                do { try meetFork(verified, log: log, encoded: encoded) } catch StoreError.parkedFull {}
                continue
            }
            try completePersonalValues(from: verified, of: log)
            if verified.chunk.last > log.held { try extend(log, with: verified) }
        }
    }
}
