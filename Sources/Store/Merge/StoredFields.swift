import FieldRecords
import GRDB

/// Fields as their rows have them.
extension StoreWriting {
    /// The rows of fields, made where nobody has set them before.
    func fieldRows(_ names: some Sequence<String>) throws -> [Int64] {
        var met: [(name: String, row: Int64)] = []
        defer { fieldNames.note(met) }
        return try names.map { name in
            if let known = fieldNames.rows[name] { return known }
            let row = try readFieldRow(name) ?? makeFieldRow(name)
            met.append((name, row))
            return row
        }
    }

    private func makeFieldRow(_ name: String) throws -> Int64 {
        try run("INSERT INTO field (name) VALUES (?)", [name])
        return db.lastInsertedRowID
    }
}

extension StoreReading {
    /// The row of a field; nil where nobody has set it.
    func knownFieldRow(_ name: String) throws -> Int64? {
        if let known = fieldNames.rows[name] { return known }
        guard let stored = try readFieldRow(name) else { return nil }
        fieldNames.note(name, row: stored)
        return stored
    }

    fileprivate func readFieldRow(_ name: String) throws -> Int64? {
        try integer("SELECT id FROM field WHERE name = ?", [name])
    }

    /// The name of a field, which is met from then on.
    func storedFieldName(_ row: Int64) throws -> String {
        if let known = fieldNames.known(row) { return known }
        let name = try readFieldName(row)
        fieldNames.note(name, row: row)
        return name
    }

    private func readFieldName(_ row: Int64) throws -> String {
        guard let stored = try self.row("SELECT name FROM field WHERE id = ?", [row]) else {
            throw StoreError.notAStore(path: "field", reason: "row \(row) is missing")
        }
        return try StoreReading.fieldName(stored, at: 0)
    }

    private static func fieldName(_ row: Row, at column: Int) throws -> String {
        let name: String = try row.read(column)
        guard FieldName.isValid(name) else {
            throw StoreError.notAStore(path: "field.name", reason: "a value that cannot be")
        }
        return name
    }

    /// Meets the fields of a record, and the first time those that were set first of all, so that the next records'
    /// need not be asked for one by one.
    ///
    /// No more than a network's forms have: what others make up beyond them is asked for where it is met.
    func meetFields(of stamps: Stamps) throws {
        if fieldNames.rows.isEmpty {
            fieldNames.note(
                try rows("SELECT id, name FROM field ORDER BY id LIMIT 1000").map {
                    (try StoreReading.fieldName($0, at: 1), try $0.read(0))
                })
        }
        var met: [(name: String, row: Int64)] = []
        for entry in stamps.entries where fieldNames.known(entry.field) == nil {
            met.append((try readFieldName(entry.field), entry.field))
        }
        fieldNames.note(met)
    }
}
