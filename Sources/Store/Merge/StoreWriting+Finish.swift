package import Causality
package import FieldRecords
import Foundation
import GRDB

extension StoreWriting {
    /// Writes back what the transaction merged: records, digests, signed heads' are in order.
    func finish() throws {
        precondition(unsignedLogs.isEmpty, "every own log that grew is signed before its transaction ends")
        try flush()
        try finishCounters()
    }

    /// Writes the touched records back now, so that reads within this transaction see them.
    package func flush() throws {
        while !touched.isEmpty {
            let notices = try flushRecords()
            try applyNotices(notices)
        }
        touchedImportKeys = [:]
    }

    /// Writes the touched records back.
    ///
    /// - Returns: the rows of those that are notices of the district.
    private func flushRecords() throws -> Set<Int64> {
        var notices: Set<Int64> = []
        var sums: [Int64: RecordHash] = [:]
        for (row, before) in touched {
            var record = before
            let oldConflicts = Set(record.conflicts)
            let wasDeleted = record.isDeleted
            try judge(&record)
            sums[record.placeRow, default: .zero] =
                sums[record.placeRow, default: .zero] + (try hash(of: record))
                - record.oldHash
            try write(record)
            count(record, wasDeleted: wasDeleted, oldConflicts: oldConflicts)
            if record.form?.name.hasPrefix("_") == true { notices.insert(row) }
            touched[row] = nil
        }
        for (place, sum) in sums {
            guard
                let old = try Data.fetchOne(
                    try db.cachedStatement(sql: "SELECT digest FROM place WHERE id = ?"), arguments: [place]),
                old.count == 32
            else { throw StoreError.notAStore(path: "place.digest", reason: "row \(place)") }
            try run("UPDATE place SET digest = ? WHERE id = ?", [Data((RecordHash([UInt8](old)) + sum).bytes), place])
        }
        return notices
    }

    private func write(_ record: WorkingRecord) throws {
        let conflicts =
            record.conflicts.isEmpty ? nil : JSONValue.array(record.conflicts.map { .string($0) }).compact
        try run(
            """
            UPDATE record SET form = ?, version = ?, fields = ?, stamps = ?, conflicts = ?, deleted = ? WHERE id = ?
            """,
            [
                record.form?.name, record.form?.version, String(decoding: Patch(record.fields).json, as: UTF8.self),
                record.stamps.encoded, conflicts, record.isDeleted, record.row,
            ])
        if case .text(let key)? = record.fields[Self.importKeyField], let form = record.form {
            try run(
                "INSERT OR IGNORE INTO import_key (place, form, value, record) VALUES (?, ?, ?, ?)",
                [record.placeRow, form.name, key, record.row])
        }
    }

    private func count(_ record: WorkingRecord, wasDeleted: Bool, oldConflicts: Set<String>) {
        guard record.form?.name.hasPrefix("_") != true else { return }
        if !record.wasKnown, record.form != nil {
            effects.newRecords += 1
        } else if record.isDeleted != wasDeleted, record.isDeleted {
            effects.deletedRecords += 1
        } else if !record.changeKinds.isEmpty {
            effects.editedRecords += 1
        }
        effects.newConflicts += Set(record.conflicts).subtracting(oldConflicts).count
    }
}

extension StoreReading {
    /// Chooses what a record shows, from the writes that stand.
    ///
    /// Of several, the one with the later hybrid time, then the larger dot: the same on every device. Different values
    /// are a conflict; equal ones are one value, told twice.
    func judge(_ record: inout WorkingRecord) throws {
        var conflicts: [String] = []
        for field in record.staleFields.union(record.stamps.pluralFields) {
            let siblings = try siblings(of: field, in: record)
            let name = try storedFieldName(field)
            guard let shown = siblings.max(by: { ($0.time, $0.dot) < ($1.time, $1.dot) }) else { continue }
            record.fields[name] = shown.value == .empty ? nil : shown.value
            if Set(siblings.map(\.value)).count > 1 { conflicts.append(name) }
        }
        switch try record.stamps.deletion(contextOf: { try coverage(ofDeletion: $0) }) {
        case .none: record.isDeleted = false
        case .deleted: record.isDeleted = true
        case .disputed:
            record.isDeleted = false
            conflicts.append("deleted")
        }
        record.conflicts = conflicts.sorted()
        record.staleFields = []
    }

    /// What a deletion had seen.
    private func coverage(ofDeletion dot: Dot<Int64>) throws -> VersionVector<Int64> {
        try context(of: dot)
    }

    /// The writes that stand in a field, with their values.
    func siblings(of field: Int64, in record: WorkingRecord) throws -> [StandingWrite] {
        let name = try storedFieldName(field)
        return try (record.stamps.fields[field]?.dots ?? []).map { dot in
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
