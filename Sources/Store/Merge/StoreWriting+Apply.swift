import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

extension StoreWriting {
    /// Applies every held change that can be, at a place whose logs moved.
    ///
    /// A change is applied singly, in the order of its log, and only when all that its context names is applied. The
    /// loop goes round until a whole round applies nothing more.
    func applyHeld(placeRow: Int64) throws {
        var progressed = true
        while progressed {
            progressed = false
            let known = seenUnheard
            let waiting = try rows("SELECT id FROM log WHERE place = ? AND held > applied", [placeRow])
            for row in waiting {
                if try applyHeld(log: try row.read(0)) { progressed = true }
            }
            if seenUnheard != known { progressed = true }
        }
    }

    /// Applies what can be of one log.
    ///
    /// - Returns: whether anything could.
    private func applyHeld(log id: Int64) throws -> Bool {
        var log = try log(row: id)
        let before = log.applied
        while log.applied < audible(log), let chunk = try heldChunk(of: id, at: log.applied + 1) {
            try applyAll(of: chunk, log: &log)
            guard log.applied == chunk.last else { break }
            // A log that waited for the host's word may be long: what is done is not kept in memory.
            if chunk.isChanged { try writeChangedChunks() }
            try flushIfLarge()
            log = try self.log(row: id)
        }
        return log.applied > before
    }

    /// Applies the changes of a chunk that follow what is applied of its log, up to the first that cannot be.
    func applyAll(of chunk: HeldChunk, log: inout LogRow) throws {
        guard log.applied < audible(log), chunk.holds(log.applied + 1) else { return }
        let packed = try packed(chunk)
        let before = log.applied
        while log.applied < audible(log), chunk.holds(log.applied + 1) {
            guard try apply(chunk, packed, at: chunk.index(of: log.applied + 1), log: &log) else { break }
        }
        if log.applied > before { vectorVersions[log.placeRow, default: 0] += 1 }
        note(log)
    }

    /// Applies one change whose number is the next of its log.
    ///
    /// The log moves on in memory; the caller notes it. Whatever asks for logs meanwhile is told before.
    ///
    /// - Parameter packed: the changes of the chunk.
    /// - Returns: false where its context is not all applied yet.
    func apply(_ chunk: HeldChunk, _ packed: PackedChanges, at index: Int, log: inout LogRow) throws -> Bool {
        let change = packed.changes[index]
        if case .unknown = change.kind {
            try stop(log, because: .unknownKind)
            return false
        }
        var context = chunk.contexts[index]
        if context == 0 {
            guard let found = try contextRow(of: change, in: packed, chunk: chunk, log: log) else { return false }
            context = found
            chunk.setContext(context, at: index)
        }
        log.applied = chunk.first + UInt64(index)
        guard change.hasRecord else { return true }
        try fold(chunk, packed, at: index, log: log, contextRow: context)
        return true
    }

    /// The row of the context of a change that is to be applied; nil while it is not all applied.
    private func contextRow(
        of change: PackedChange, in packed: PackedChanges, chunk: HeldChunk, log: LogRow
    ) throws -> Int64? {
        // Who has seen just what stands before it in its log, and what that had seen, shares its context.
        if change.frontier == 0, change.own > 0 {
            if chunk.holds(change.own), case let known = chunk.contexts[chunk.index(of: change.own)], known != 0 {
                return known
            }
            if let before = try heldChunk(of: log.id, at: change.own),
                case let known = before.contexts[before.index(of: change.own)], known != 0
            {
                return known
            }
        }
        note(log)
        guard let resolved = try resolve(packed.context(of: change), log: log) else { return nil }
        return try ensureContext(resolved, placeRow: log.placeRow)
    }

    private func stop(_ log: LogRow, because reason: StopReason) throws {
        note(log)
        try run("UPDATE log SET stopped = ? WHERE id = ?", [reason.rawValue, log.id])
    }

    /// Tries again where a log stopped at a change that the program did not understand: it may be a newer program now.
    package func applyAfterUpgrade() throws {
        for row in try rows("SELECT DISTINCT place FROM log WHERE stopped = ?", [StopReason.unknownKind.rawValue]) {
            try applyHeld(placeRow: try row.read(0))
        }
    }

    /// Rebuilds the vector of a context, without the change's own log; nil while a dot of it is not applied here.
    func resolve(_ context: SeenContext, log: LogRow) throws -> VersionVector<Int64>? {
        var vector = VersionVector<Int64>()
        if context.own > 0 {
            vector = try self.context(of: Dot(log: log.id, sequence: context.own))
        }
        for seen in context.others {
            guard let other = try self.log(LogID(replica: seen.replica, place: log.name.place)) else { return nil }
            let dot = Dot(log: other.id, sequence: seen.sequence)
            if let seenThere = try self.vector(through: dot, chainPrefix: seen.chainPrefix, log: other) {
                vector.merge(seenThere)
            } else {
                // What is held there is another branch, or of a device that waits; what is not held may come.
                if other.held >= seen.sequence, try chainPrefix(at: dot) != seen.chainPrefix {
                    try stop(log, because: .unknownBranch)
                } else {
                    noteSeen(dot, ofUnheard: other)
                }
                return nil
            }
        }
        vector[log.id] = 0
        return vector
    }

    /// Merges an applied change into the record that it means.
    private func fold(
        _ chunk: HeldChunk, _ packed: PackedChanges, at index: Int, log: LogRow, contextRow: Int64
    ) throws {
        let dot = Dot(log: log.id, sequence: log.applied)
        // Hardly ever is there one; then nothing more is asked.
        let mayMeanAnother = try !logsWithLostBranches(placeRow: log.placeRow).isEmpty
        guard mayMeanAnother, let meant = try recordsMeant(by: applied(dot), placeRow: log.placeRow) else {
            let record = try touchedRecord(
                of: packed.changes[index], in: chunk, packed: packed, placeRow: log.placeRow)
            return try merge(chunk, packed, at: index, log: log, contextRow: contextRow, into: record)
        }
        if meant.isEmpty { try markVoid(dot, Self.meansNoRecordYet) }
        for name in meant {
            let record = try touchedRecord(name, placeRow: log.placeRow)
            try merge(chunk, packed, at: index, log: log, contextRow: contextRow, into: record)
        }
    }

    private func merge(
        _ chunk: HeldChunk, _ packed: PackedChanges, at index: Int, log: LogRow, contextRow: Int64,
        into record: WorkingRecord
    ) throws {
        let change = packed.changes[index]
        let dot = Dot(log: log.id, sequence: log.applied)
        record.note(dot)
        if change.kind == .begin, record.name.replica == log.name.replica { record.note(beginning: dot) }
        if record.stamps.isErased, packed.holdsPersonalValues(at: index) { record.holdsErasedValues = true }
        if log.cuts(change.kind, at: dot.sequence) {
            if log.mayCountLater { try note(filesOf: packed, at: index, placeRow: log.placeRow) }
            return try markVoid(dot, log.reasonOfCut)
        }
        if let reason = record.fault(of: change, log: log) { return try markVoid(dot, reason) }
        let context = try RowContext(own: dot.log, through: change.own, others: storedContext(row: contextRow))
        if change.kind == .erase, packed.record(of: change) == record.name,
            try beginning(of: record).map(context.covers) != true
        {
            return try markVoid(dot, Self.erasesUnseen)
        }
        record.merge(
            change, of: packed, dot: dot, context: context, fieldRows: try fieldRows(of: chunk, packed: packed),
            names: fieldNames)
        try note(filesOf: packed, at: index, placeRow: log.placeRow)
        records.noteMerged(record)
    }

    private func markVoid(_ dot: Dot<Int64>, _ reason: String) throws {
        try run(
            "INSERT OR REPLACE INTO void (log, sequence, reason) VALUES (?, ?, ?)",
            [dot.log, Int64(dot.sequence), reason])
    }

    /// For each field name of a chunk the row of the field.
    func fieldRows(of chunk: HeldChunk, packed: PackedChanges) throws -> [Int64] {
        if chunk.fieldRows.count < packed.names.count {
            chunk.fieldRows += try fieldRows(packed.names.dropFirst(chunk.fieldRows.count))
        }
        return chunk.fieldRows
    }
}
