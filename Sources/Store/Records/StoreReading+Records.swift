package import Causality
package import FieldRecords
import Foundation
import GRDB

/// A record as the store holds it.
package struct StoredRecord: Sendable {
    package let row: Int64
    package let place: PlaceID
    package let name: RecordID
    package let form: FormReference
    package let fields: [String: FieldValue]
    package let conflicts: [String]
    package let isDeleted: Bool
    package let isErased: Bool
}

/// Which records are asked for.
package struct RecordQuery: Sendable {
    package var form: String?
    package var place: PlaceID?
    package var includeDeleted = false
    package var onlyConflicts = false

    package init(
        form: String? = nil, place: PlaceID? = nil, includeDeleted: Bool = false, onlyConflicts: Bool = false
    ) {
        self.form = form
        self.place = place
        self.includeDeleted = includeDeleted
        self.onlyConflicts = onlyConflicts
    }
}

extension StoreReading {
    /// The record of that name, wherever it is; nil where none was begun.
    package func record(_ name: RecordID) throws -> StoredRecord? {
        let rows = try rows(
            Self.recordColumns + " WHERE replica.key = ? AND record.number = ? AND record.form IS NOT NULL",
            [Data(name.replica.bytes), Int64(clamping: name.number)])
        return try rows.first.map { try storedRecord(from: $0) }
    }

    package func record(row: Int64) throws -> StoredRecord? {
        try self.row(Self.recordColumns + " WHERE record.id = ? AND record.form IS NOT NULL", [row])
            .map { try storedRecord(from: $0) }
    }

    private func storedRecord(from row: Row) throws -> StoredRecord {
        let record = try workingRecord(from: row)
        guard let form = record.form, let place = try place(row: record.placeRow) else {
            throw StoreError.notAStore(path: "record", reason: "row \(record.row)")
        }
        return StoredRecord(
            row: record.row, place: place, name: record.name, form: form, fields: record.fields,
            conflicts: record.conflicts, isDeleted: record.isDeleted, isErased: record.stamps.isErased)
    }

    /// Gives records one by one, in the order in which they came to this device, until `each` answers false.
    package func records(_ query: RecordQuery, _ each: (StoredRecord) throws -> Bool) throws {
        var sql = Self.recordColumns + " WHERE record.form IS NOT NULL AND substr(record.form, 1, 1) <> '_'"
        var arguments = StatementArguments()
        if let form = query.form {
            sql += " AND record.form = ?"
            arguments += [form]
        }
        if let place = query.place {
            sql += " AND record.place = ?"
            arguments += [try placeRow(place) ?? -1]
        }
        if !query.includeDeleted { sql += " AND record.deleted = 0" }
        if query.onlyConflicts { sql += " AND record.conflicts IS NOT NULL" }
        let cursor = try Row.fetchCursor(db, sql: sql + " ORDER BY record.id", arguments: arguments)
        while let row = try cursor.next() {
            guard try each(try storedRecord(from: row)) else { return }
        }
    }

    /// A notice of the district by one of its fields, such as the `_member` of a key.
    package func notices(_ notice: Notice) throws -> [StoredRecord] {
        guard let root = try text(.rootNode), let node = UInt64(root, radix: 16),
            let place = try placeRow(PlaceID(node: node, isNotices: true))
        else { return [] }
        return try rows(
            Self.recordColumns
                + " WHERE record.form = ? AND record.place = ? AND record.deleted = 0 ORDER BY record.id",
            [notice.rawValue, place]
        ).map { try storedRecord(from: $0) }
    }

    /// The writes that stand in a field of a record.
    package func standingWrites(of field: String, in row: Int64) throws -> [StandingWrite] {
        guard let record = try storedRecord(row), let id = try integer("SELECT id FROM field WHERE name = ?", [field])
        else { return [] }
        return try siblings(of: id, in: record)
    }

    /// One change of a record, for its history.
    package struct RecordChange: Sendable {
        package let dot: Dot<LogID>
        package let change: Change
        package let void: String?
        package let isApplied: Bool
    }

    /// All changes of a record that are held here, in an order in which causes come first.
    package func changes(ofRecord row: Int64) throws -> [RecordChange] {
        let rows = try rows(Self.changeColumns + " WHERE change.record = ?", [row])
        return try rows.map { row in
            let stored = try Self.storedChange(row)
            let log = try logRow(stored.dot.log)
            return RecordChange(
                dot: Dot(log: log.name, sequence: stored.dot.sequence), change: stored.change, void: stored.void,
                isApplied: stored.dot.sequence <= log.applied)
        }
        .sorted { ($0.change.time, $0.dot) < ($1.change.time, $1.dot) }
    }

    /// The deletions that stand in a record, with who made them.
    package func standingDeletions(of row: Int64) throws -> [StandingWrite] {
        guard let record = try storedRecord(row) else { return [] }
        return try record.stamps.deletions.dots.compactMap { dot in
            guard let stored = try storedChange(dot) else { return nil }
            return StandingWrite(
                dot: Dot(log: try logName(row: dot.log), sequence: dot.sequence), value: .empty,
                time: stored.change.time, author: stored.change.author)
        }
    }
}
