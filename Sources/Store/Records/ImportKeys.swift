package import Causality
import GRDB

extension StoreReading {
    /// The field under which the value of `import --key` travels with its record.
    package static let importKeyField = "_key"
}

extension StoreWriting {
    /// The record that an import made of the row with that key, at a place; nil where none did.
    package func record(importKey value: String, form: String, place: PlaceID) throws -> StoredRecord? {
        guard let placeRow = try placeRow(place) else { return nil }
        let key = ImportKey(placeRow: placeRow, form: form, value: value)
        let known: WorkingRecord
        if let imported = records.importKeys[key] {
            known = imported
        } else {
            guard
                let row = try integer(
                    "SELECT min(record) FROM import_key WHERE place = ? AND form = ? AND value = ?",
                    [placeRow, form, value])
            else { return nil }
            known = try workingRecord(row)
        }
        guard known.form != nil else { return nil }
        if known.needsJudgement { try judge(known) }
        return try self.value(of: known)
    }
}

/// What identifies a row in the source it was imported from.
struct ImportKey: Hashable {
    let placeRow: Int64
    let form: String
    let value: String
}
