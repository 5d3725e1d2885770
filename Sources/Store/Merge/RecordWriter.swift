import FieldRecords
import Foundation
import GRDB

/// The statements that records are written with.
struct RecordWriter {
    private let insert: RawStatement
    private let update: RawStatement
    private let key: RawStatement

    init(db: Database) throws {
        insert = try RawStatement(
            """
            INSERT INTO record (form, version, fields, stamps, conflicts, deleted, changes, id, place, replica, number)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, db: db)
        update = try RawStatement(
            """
            UPDATE record SET form = ?, version = ?, fields = ?, stamps = ?, conflicts = ?, deleted = ?, changes = ?
            WHERE id = ?
            """, db: db)
        key = try RawStatement(
            "INSERT OR IGNORE INTO import_key (place, form, value, record) VALUES (?, ?, ?, ?)", db: db)
    }

    /// - Parameters:
    ///   - fields: what the record shows, as JSON.
    ///   - groups: the writes that stand.
    func write(_ record: WorkingRecord, fields: [UInt8], groups: [Stamps.Group]) throws {
        let statement = record.isStored ? update : insert
        let conflicts =
            record.conflicts.isEmpty ? nil : JSONValue.array(record.conflicts.map { .string($0) }).compact
        statement.bind(record.form?.name, at: 1)
        statement.bind(record.form?.version, at: 2)
        statement.bind(conflicts, at: 5)
        statement.bind(record.isDeleted ? 1 : 0, at: 6)
        statement.bind(record.row, at: 8)
        if !record.isStored {
            statement.bind(record.key.placeRow, at: 9)
            statement.bind(record.key.replicaRow, at: 10)
            statement.bind(Int64(clamping: record.key.number), at: 11)
        }
        try fields.withUnsafeBytes { fields in
            try record.stamps.encoded(groups).withUnsafeBytes { stamps in
                try record.changes.withUnsafeBytes { changes in
                    statement.bind(text: fields, at: 3)
                    statement.bind(blob: stamps, at: 4)
                    statement.bind(blob: changes, at: 7)
                    try statement.run()
                }
            }
        }
        if record.keyIsNew, let importKey = record.importKey {
            key.bind(importKey.placeRow, at: 1)
            key.bind(importKey.form, at: 2)
            key.bind(importKey.value, at: 3)
            key.bind(record.row, at: 4)
            try key.run()
        }
    }
}
