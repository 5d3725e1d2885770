package import Causality
package import FieldRecords
import GRDB

extension StoreReading {
    /// The field under which the value of `import --key` travels with its record.
    package static let importKeyField = FieldName.importKey
    /// What tells an edit that an import makes from a person's.
    package static let importMark = Patch.Entry(name: FieldName.importMark, value: .integer(1))
}

extension StoreWriting {
    /// The records that imports made of the row with that key, at a place.
    ///
    /// There are several where devices took the row in before they had exchanged. Those that stand come before those
    /// that are deleted, and both ascend by name: the first is the one that the key means, and it is the same on every
    /// device that holds the same.
    package func records(importKey value: String, form: String, place: PlaceID) throws -> [StoredRecord] {
        guard let placeRow = try logs.places[place] ?? placeRow(place) else { return [] }
        logs.places[place] = placeRow
        let key = ImportKey(placeRow: placeRow, form: form, value: value)
        let rows = try rows(ofImportKey: key)
        guard !rows.isEmpty else { return [] }
        return try rows.map { try workingRecord($0) }.filter { $0.form != nil }.map { record in
            if record.needsJudgement { try judge(record) }
            return try self.value(of: record)
        }
        .sorted { $0.isDeleted != $1.isDeleted ? $1.isDeleted : $0.name < $1.name }
    }

    /// Those that are stored, and those of this transaction, which may not be yet.
    private func rows(ofImportKey key: ImportKey) throws -> Set<Int64> {
        var rows = Set(records.importKeys[key] ?? [])
        let statement = try RawStatement(
            "SELECT record FROM import_key WHERE place = ? AND form = ? AND value = ?", db: db)
        statement.bind(key.placeRow, at: 1)
        statement.bind(key.form, at: 2)
        statement.bind(key.value, at: 3)
        defer { statement.end() }
        while try statement.step() { rows.insert(statement.integer(0)) }
        return rows
    }

    /// The values that people wrote into a record, and no import, as far as they stand: by field.
    package func valuesOfPeople(in row: Int64) throws -> [String: [FieldValue]] {
        let record = try workingRecord(row)
        var values: [String: [FieldValue]] = [:]
        // What stands together with the key or the mark of an import needs no look at its change.
        let imports = try [Self.importKeyField, Self.importMark.name].flatMap { name in
            try knownFieldRow(name).flatMap { record.stamps[$0]?.dots } ?? []
        }
        for entry in record.stamps.entries where !entry.siblings.dots.allSatisfy(imports.contains) {
            let writes = try zip(entry.siblings.dots, siblings(of: entry.field, in: record)).filter { dot, _ in
                try storedChange(dot)?.change.writing?.isOfImport != true
            }
            if !writes.isEmpty { values[try storedFieldName(entry.field)] = writes.map(\.1.value) }
        }
        return values
    }

    /// What imports wrote last into a record, by field, whether it stands or somebody wrote something else since.
    package func valuesOfImports(in row: Int64) throws -> [String: FieldValue] {
        var values: [String: FieldValue] = [:]
        for applied in try inCausalOrder(workingRecord(row).dots().map { try applied($0) }) {
            guard try void(applied.dot) == nil, let writing = try storedChange(applied.dot)?.change.writing,
                writing.isOfImport
            else { continue }
            for entry in writing.entries {
                values[entry.name] = entry.value
            }
        }
        return values
    }
}

extension Change.Writing {
    /// Whether an import wrote it, and no person.
    fileprivate var isOfImport: Bool { patch[FieldName.importKey] != nil || patch[FieldName.importMark] != nil }
}

/// What identifies a row in the source it was imported from.
struct ImportKey: Hashable {
    let placeRow: Int64
    let form: String
    let value: String
}
