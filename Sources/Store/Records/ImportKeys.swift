package import Causality
import GRDB

extension StoreReading {
    /// The field under which the value of `import --key` travels with its record.
    package static let importKeyField = "_key"
}

extension StoreWriting {
    /// The record that an import made of the row with that key, at a place; nil where none did.
    package func record(importKey value: String, form: String, place: PlaceID) throws -> StoredRecord? {
        guard let placeRow = try logs.places[place] ?? placeRow(place) else { return nil }
        logs.places[place] = placeRow
        let key = ImportKey(placeRow: placeRow, form: form, value: value)
        let known: WorkingRecord
        if let imported = records.importKeys[key] {
            known = imported
        } else {
            guard let row = try row(ofImportKey: key) else { return nil }
            known = try workingRecord(row)
        }
        guard known.form != nil else { return nil }
        if known.needsJudgement { try judge(known) }
        return try self.value(of: known)
    }
}

extension StoreWriting {
    /// The first record that was imported under a key.
    private func row(ofImportKey key: ImportKey) throws -> Int64? {
        let statement = try RawStatement(
            "SELECT min(record) FROM import_key WHERE place = ? AND form = ? AND value = ?", db: db)
        statement.bind(key.placeRow, at: 1)
        statement.bind(key.form, at: 2)
        statement.bind(key.value, at: 3)
        defer { statement.end() }
        guard try statement.step(), !statement.isNull(0) else { return nil }
        return statement.integer(0)
    }
}

/// What identifies a row in the source it was imported from.
struct ImportKey: Hashable {
    let placeRow: Int64
    let form: String
    let value: String
}
