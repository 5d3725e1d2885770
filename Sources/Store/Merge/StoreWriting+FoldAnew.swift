import Bundles
import Causality
import FieldRecords
import GRDB

extension StoreWriting {
    /// Folds anew every record that changes of a log after a number touch: its cut has moved.
    func foldAnew(log id: Int64, after sequence: UInt64) throws {
        let log = try log(row: id)
        try run(
            "DELETE FROM void WHERE log = ? AND sequence > ? AND reason <> ?",
            [id, Int64(clamping: sequence), Self.meansNoRecordYet])
        for key in try recordKeys(of: log, after: sequence) {
            guard let before = try knownRecord(key, placeRow: log.placeRow) else { continue }
            try foldAnew(before)
        }
        try forgetUnnamedFiles(of: log.name.place)
    }

    /// Folds one record anew.
    ///
    /// - Returns: what it comes to, in the place of what it was.
    @discardableResult
    func foldAnew(_ before: WorkingRecord) throws -> WorkingRecord {
        try touch(before)
        let (record, voids) = try folded(before)
        for (dot, reason) in voids {
            try run(
                "INSERT OR REPLACE INTO void (log, sequence, reason) VALUES (?, ?, ?)",
                [dot.log, Int64(dot.sequence), reason])
        }
        record.isMerged = before.isMerged
        records.replace(record)
        try noteFiles(of: record)
        record.holdsErasedValues = record.stamps.isErased
        return record
    }

    /// The records that applied changes of a log after a number are about.
    private func recordKeys(of log: LogRow, after sequence: UInt64) throws -> [RecordID] {
        var seen: Set<RecordID> = []
        var keys: [RecordID] = []
        guard sequence < log.applied else { return [] }
        try heldChunks(of: log.id, from: sequence + 1) { chunk in
            let packed = try packed(chunk)
            for (index, change) in packed.changes.enumerated() {
                let number = chunk.first + UInt64(index)
                guard number > sequence, number <= log.applied, let named = packed.record(of: change) else { continue }
                let records =
                    try mayMeanAnother(than: named, placeRow: log.placeRow)
                    ? recordsMeant(by: applied(Dot(log: log.id, sequence: number)), placeRow: log.placeRow) : nil
                for record in records ?? [named] where seen.insert(record).inserted { keys.append(record) }
            }
            return chunk.last < log.applied
        }
        return keys
    }

    /// Notes the files of a record whose changes count anew, or may later.
    private func noteFiles(of record: WorkingRecord) throws {
        for dot in try record.dots() {
            guard let chunk = try heldChunk(of: dot.log, at: dot.sequence) else { continue }
            let void = try void(dot)
            guard try void == nil || void == Self.isBeyondCut && log(row: dot.log).mayCountLater else { continue }
            try note(filesOf: packed(chunk), at: chunk.index(of: dot.sequence), placeRow: record.key.placeRow)
        }
    }
}

extension StoreReading {
    /// The record that all its applied changes come to, and which of them come to nothing.
    ///
    /// The changes are taken in an order in which each follows all that its context covers. Each was applied in such an
    /// order, so both come to what the set of those that count comes to: a write stands exactly when none of them that
    /// sets the field has seen it.
    func folded(_ before: WorkingRecord) throws -> (record: WorkingRecord, voids: [(Dot<Int64>, String)]) {
        let changes = try inCausalOrder(before.dots().map { try applied($0) })
        let record = before.emptied()
        var voids: [(Dot<Int64>, String)] = []
        // A form that was opened early may be saved late, so the order of causes is not that of the log; the first
        // beginning is the first of the log.
        let begins = try changes.filter {
            try $0.change.kind == .begin && logRow($0.dot.log).name.replica == before.name.replica
        }.map(\.dot)
        let begin = try begins.filter { try !logRow($0.log).cuts(.begin, at: $0.sequence) }.min()
        record.found(beginning: begins.min())
        for applied in changes {
            let log = try logRow(applied.dot.log)
            record.note(applied.dot)
            if log.cuts(applied.change.kind, at: applied.dot.sequence) {
                voids.append((applied.dot, log.reasonOfCut))
            } else if let reason = record.fault(of: applied.change, log: log) {
                voids.append((applied.dot, reason))
            } else if applied.change.kind == .begin, applied.dot != begin {
                voids.append((applied.dot, "begins a record a second time"))
            } else if applied.change.kind == .erase, applied.record == record.name,
                begins.min().map(applied.context.covers) != true
            {
                voids.append((applied.dot, Self.erasesUnseen))
            } else {
                record.merge(
                    applied.change, of: applied.packed, dot: applied.dot, context: applied.context,
                    fieldRows: try fieldRows(of: applied), names: fieldNames)
            }
        }
        return (record, voids)
    }

    /// For each field name of the changes beside a change the row of the field.
    ///
    /// What was cut off until now may set fields that nobody has set here, and they get their rows. Who only reads needs
    /// none of what is cut off: its fields that have no row have 0.
    private func fieldRows(of applied: AppliedChange) throws -> [Int64] {
        let (chunk, packed) = (applied.chunk, applied.packed)
        if let writing = self as? StoreWriting { return try writing.fieldRows(of: chunk, packed: packed) }
        if chunk.fieldRows.count < packed.names.count {
            chunk.fieldRows = try packed.names.map { try knownFieldRow($0) ?? 0 }
        }
        for cell in packed.cells[applied.change.cells.range] where chunk.fieldRows[Int(cell.name)] == 0 {
            throw StoreError.notAStore(path: "field", reason: "\(packed.names[Int(cell.name)]) is missing")
        }
        return chunk.fieldRows
    }

    func logRow(_ row: Int64) throws -> LogRow {
        if let writing = self as? StoreWriting { return try writing.log(row: row) }
        if let known = logRows[row] { return known }
        guard let stored = try self.row(Self.logColumns + " WHERE log.id = ?", [row]) else {
            throw StoreError.unknown(what: "log \(row)")
        }
        let log = try Self.logRow(stored)
        logRows[row] = log
        return log
    }
}
