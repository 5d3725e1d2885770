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
        try recordRow(name).flatMap { try record(row: $0) }
    }

    /// The row of a record of which anything is held, wherever it is.
    func recordRow(_ name: RecordID) throws -> Int64? {
        guard let replica = try replicaRow(name.replica) else { return nil }
        // Place by place, for the index begins with it: without the places SQLite would look through every record.
        return try integer(
            "SELECT id FROM record WHERE place IN (SELECT id FROM place) AND replica = ? AND number = ?",
            [replica, Int64(clamping: name.number)])
    }

    package func record(row: Int64) throws -> StoredRecord? {
        try settle()
        guard let record = try storedRecord(row), record.form != nil else { return nil }
        return try value(of: record)
    }

    func value(of record: WorkingRecord) throws -> StoredRecord {
        guard let form = record.form, let place = try place(row: record.key.placeRow) else {
            throw StoreError.notAStore(path: "record", reason: "row \(record.row)")
        }
        return StoredRecord(
            row: record.row, place: place, name: record.name, form: form, fields: try record.fields(fieldNames),
            conflicts: record.conflicts, isDeleted: record.isDeleted, isErased: record.stamps.isErased)
    }

    /// Gives records one by one, in the order in which they came to this device, until `each` answers false.
    package func records(_ query: RecordQuery, _ each: (StoredRecord) throws -> Bool) throws {
        var sql = "SELECT id FROM record WHERE record.form IS NOT NULL AND substr(record.form, 1, 1) <> '_'"
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
        let cursor = try Int64.fetchCursor(db, sql: sql + " ORDER BY record.id", arguments: arguments)
        while let row = try cursor.next() {
            guard let record = try storedRecord(row) else { continue }
            guard try each(try value(of: record)) else { return }
        }
    }

    /// The notices of one kind that stand, as they came.
    package func notices(_ notice: Notice) throws -> [StoredRecord] {
        guard let place = try noticesRow() else { return [] }
        return try rows(
            "SELECT id FROM record WHERE form = ? AND place = ? AND deleted = 0 ORDER BY id", [notice.rawValue, place]
        ).compactMap { try record(row: try $0.read(0)) }
    }

    /// Those of them that have a text in a field, such as the `_member` of a key: the others are not made values of.
    package func notices(_ notice: Notice, where field: String, is text: String) throws -> [StoredRecord] {
        guard let place = try noticesRow() else { return [] }
        return try rows(
            """
            SELECT id FROM record WHERE form = ? AND place = ? AND deleted = 0
                AND json_extract(fields, '$.' || ?) = ? ORDER BY id
            """, [notice.rawValue, place, field, text]
        ).compactMap { try record(row: try $0.read(0)) }.filter { $0.fields[field] == .text(text) }
    }

    /// The place of the district's notices, where it is known.
    func noticesRow() throws -> Int64? {
        guard let root = try text(.rootNode), let node = UInt64(root, radix: 16) else { return nil }
        return try placeRow(PlaceID(node: node, isNotices: true))
    }

    /// The writes that stand in a field of a record.
    package func standingWrites(of field: String, in row: Int64) throws -> [StandingWrite] {
        guard let record = try storedRecord(row), let id = try knownFieldRow(field)
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
        guard let record = try storedRecord(row) else { return [] }
        return try dots(of: record).compactMap { dot in
            guard let stored = try storedChange(dot) else { return nil }
            let log = try logRow(dot.log)
            return RecordChange(
                dot: Dot(log: log.name, sequence: dot.sequence), change: stored.change, void: try void(dot),
                isApplied: dot.sequence <= log.applied)
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
