package import Causality
package import FieldRecords
import Foundation
import GRDB

extension StoreWriting {
    /// Writes back what the transaction merged: records, digests, logs, signed heads' are in order.
    func finish() throws {
        precondition(unsigned.isEmpty, "every own log that grew is signed before its transaction ends")
        try flush()
        try storeMade(leaving: 0)
        try writeChangedChunks()
        try writeLogs()
        try finishCounters()
    }

    /// Writes the touched records back now, so that reads within this transaction see them.
    package func flush() throws {
        while !records.touched.isEmpty {
            let notices = try flushRecords()
            try applyNotices(notices)
        }
        if records.bytes > RecordCache.bytesMax { records.removeAll() }
    }

    /// Writes the touched records back once they take much memory.
    func flushIfLarge() throws {
        if records.bytes > RecordCache.bytesMax { try flush() }
    }

    /// Writes the touched records back.
    ///
    /// - Returns: the rows of those that are notices of the district.
    private func flushRecords() throws -> Set<Int64> {
        var notices: Set<Int64> = []
        var sums: [Int64: RecordHash] = [:]
        let writer = try RecordWriter(db: db)
        var fields: [UInt8] = []
        for record in records.takeTouched() {
            if record.needsJudgement { try judge(record) }
            fields.removeAll(keepingCapacity: true)
            record.appendJSON(to: &fields, names: fieldNames)
            let groups = record.stamps.groups
            let hash = try hash(of: record, fields: fields, groups: groups)
            sums[record.key.placeRow] = (sums[record.key.placeRow] ?? .zero) + hash - record.oldHash
            try writer.write(record, fields: fields, groups: groups)
            count(record)
            if record.form?.name.utf8.first == UInt8(ascii: "_") { notices.insert(record.row) }
            record.isWritten()
        }
        for (place, sum) in sums {
            guard let old = try row("SELECT digest FROM place WHERE id = ?", [place])?.readBytes(0),
                let before = old.withUnsafeBytes({ RecordHash(exactly: $0) })
            else { throw StoreError.notAStore(path: "place.digest", reason: "row \(place)") }
            try run("UPDATE place SET digest = ? WHERE id = ?", [Data((before + sum).bytes), place])
        }
        return notices
    }

    private func count(_ record: WorkingRecord) {
        guard record.form?.name.hasPrefix("_") != true else { return }
        if !record.wasKnown, record.form != nil {
            effects.newRecords += 1
        } else if record.isDeleted != record.wasDeleted, record.isDeleted {
            effects.deletedRecords += 1
        } else if record.isMerged {
            effects.editedRecords += 1
        }
        if !record.conflicts.isEmpty {
            effects.newConflicts += Set(record.conflicts).subtracting(record.oldConflicts).count
        }
    }
}

extension WorkingRecord {
    /// Whether what it shows does not follow from single writes alone.
    var needsJudgement: Bool {
        !staleFields.isEmpty || isDeleted || !conflicts.isEmpty || !stamps.deletions.isEmpty
            || stamps.havePluralFields
    }

    /// What is in its row is from now on what people knew before.
    func isWritten() {
        isStored = true
        isMerged = false
        wasKnown = form != nil
        wasDeleted = isDeleted
        oldConflicts = conflicts
        keyIsNew = false
    }
}

/// The statements that records are written with.
private struct RecordWriter {
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

extension StoreReading {
    /// Chooses what a record shows, from the writes that stand.
    ///
    /// Of several, the one with the later hybrid time, then the larger dot: the same on every device. Different values
    /// are a conflict; equal ones are one value, told twice.
    func judge(_ record: WorkingRecord) throws {
        var conflicts: [String] = []
        for field in record.staleFields.union(record.stamps.pluralFields) {
            let siblings = try siblings(of: field, in: record)
            let name = try storedFieldName(field)
            guard let shown = siblings.max(by: { ($0.time, $0.dot) < ($1.time, $1.dot) }) else { continue }
            record.show(shown.value, in: field, names: fieldNames)
            if Set(siblings.map(\.value)).count > 1 { conflicts.append(name) }
        }
        switch try record.stamps.deletion(contextOf: { try context(of: $0) }) {
        case .none: record.isDeleted = false
        case .deleted: record.isDeleted = true
        case .disputed:
            record.isDeleted = false
            conflicts.append("deleted")
        }
        record.conflicts = conflicts.sorted()
        record.staleFields = []
    }

    /// The writes that stand in a field, with their values.
    func siblings(of field: Int64, in record: WorkingRecord) throws -> [StandingWrite] {
        let name = try storedFieldName(field)
        return try (record.stamps[field]?.dots ?? []).map { dot in
            guard let stored = try storedChange(dot) else {
                throw StoreError.notAStore(path: "record.stamps", reason: "no change \(dot.sequence)")
            }
            var value = stored.change.writing?.patch[name]
            if value == nil, case .kept(let values, _)? = stored.change.writing?.personal { value = values[name] }
            return StandingWrite(
                dot: Dot(log: try logName(row: dot.log), sequence: dot.sequence), value: value ?? .empty,
                time: stored.change.time, author: stored.change.author)
        }
    }
}

/// One of the writes that stand in a field.
package struct StandingWrite: Sendable {
    package let dot: Dot<LogID>
    package let value: FieldValue
    package let time: HybridTime
    package let author: String

    package init(dot: Dot<LogID>, value: FieldValue, time: HybridTime, author: String) {
        self.dot = dot
        self.value = value
        self.time = time
        self.author = author
    }
}
