import Causality
import FieldRecords
import GRDB

extension StoreWriting {
    /// Folds anew every record that changes of a log after a number touch: its cut has moved.
    func foldAnew(log: Int64, after sequence: UInt64) throws {
        let after = Int64(clamping: sequence)
        let records = try Int64.fetchAll(
            db, sql: "SELECT DISTINCT record FROM change WHERE log = ? AND sequence > ? AND record IS NOT NULL",
            arguments: [log, after])
        try run("UPDATE change SET void = NULL WHERE log = ? AND sequence > ?", [log, after])
        for row in records {
            let (record, voids) = try folded(try workingRecord(row))
            for (dot, reason) in voids {
                try run(
                    "UPDATE change SET void = ? WHERE log = ? AND sequence = ?",
                    [reason, dot.log, Int64(dot.sequence)])
            }
            try noteFiles(ofRecord: row)
            touched[row] = record
        }
    }
}

extension StoreReading {
    /// The record that all its applied changes come to, and which of them come to nothing.
    ///
    /// The changes are taken in an order in which each follows all that its context covers: the sum of a context's
    /// numbers grows along every chain of causes.
    func folded(_ before: WorkingRecord) throws -> (record: WorkingRecord, voids: [(Dot<Int64>, String)]) {
        let rows = try rows(
            Self.changeColumns + " JOIN log ON log.id = change.log WHERE change.record = ? "
                + "AND change.sequence <= log.applied", [before.row])
        let changes = try rows.map(Self.storedChange).map { ($0, try context(of: $0.dot)) }
        let ordered = changes.map { ($0.0, $0.1, $0.1.asDictionary.values.reduce(0, +)) }
            .sorted { ($0.2, $0.0.dot) < ($1.2, $1.0.dot) }
        var record = WorkingRecord(
            row: before.row, placeRow: before.placeRow, name: before.name, stamps: Stamps(), fields: [:],
            isDeleted: false, conflicts: [], oldHash: before.oldHash, wasKnown: before.wasKnown)
        var voids: [(Dot<Int64>, String)] = []
        // A form that was opened early may be saved late, so the order of causes is not that of the log; the first
        // beginning is the first of the log.
        let begin = try ordered.map(\.0).filter { stored in
            let log = try logRow(stored.dot.log)
            return stored.change.kind == .begin && before.name.replica == log.name.replica
                && stored.dot.sequence <= log.cut ?? .max
        }.map(\.dot).min()
        for (stored, context, _) in ordered {
            let log = try logRow(stored.dot.log)
            if log.cuts(stored) {
                voids.append((stored.dot, "revoked"))
            } else if let reason = StoreWriting.fault(stored.change, in: record, log: log) {
                voids.append((stored.dot, reason))
            } else if stored.change.kind == .begin, stored.dot != begin {
                voids.append((stored.dot, "begins a record a second time"))
            } else {
                let names = stored.change.writing?.names ?? []
                let fieldRows = try names.map { name in
                    guard let row = try integer("SELECT id FROM field WHERE name = ?", [name]) else {
                        throw StoreError.notAStore(path: "field", reason: "\(name) is missing")
                    }
                    return row
                }
                record.merge(stored, context: context, fieldRows: fieldRows)
            }
        }
        return (record, voids)
    }

    func logRow(_ row: Int64) throws -> LogRow {
        if let writing = self as? StoreWriting { return try writing.log(row: row) }
        guard let stored = try self.row(Self.logColumns + " WHERE log.id = ?", [row]) else {
            throw StoreError.unknown(what: "log \(row)")
        }
        return try Self.logRow(stored)
    }
}

extension LogRow {
    /// Whether a change lies beyond the log's cut and counts for nothing.
    ///
    /// An erasure counts all the same: who has applied it cannot take it back, and all must agree.
    func cuts(_ stored: StoredChange) -> Bool {
        guard let cut, stored.dot.sequence > cut else { return false }
        return stored.change.kind != .erase
    }
}
