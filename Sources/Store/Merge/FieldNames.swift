import Causality
import FieldRecords
import GRDB

/// Field names by number, as met while reading or writing.
struct FieldNames {
    private(set) var rows: [String: Int64] = [:]
    private var names: [Int64: (name: String, key: [UInt8])] = [:]

    mutating func note(_ name: String, row: Int64) {
        rows[name] = row
        names[row] = (name, [UInt8(ascii: "\"")] + Array(name.utf8) + [UInt8(ascii: "\""), UInt8(ascii: ":")])
    }

    /// - Precondition: the field was met.
    func name(_ row: Int64) -> String { entry(row).name }

    func known(_ row: Int64) -> String? { names[row]?.name }

    /// Appends `"name":`.
    func appendKey(of row: Int64, to bytes: inout [UInt8]) { bytes.append(contentsOf: entry(row).key) }

    /// Whether a field comes first by name.
    func precedes(_ one: Int64, _ other: Int64) -> Bool { entry(one).name < entry(other).name }

    private func entry(_ row: Int64) -> (name: String, key: [UInt8]) {
        guard let entry = names[row] else { preconditionFailure("a field is met before it is named") }
        return entry
    }
}

extension StoreWriting {
    /// The row of a field, made where nobody has set it before.
    func fieldRow(_ name: String) throws -> Int64 {
        if let known = try knownFieldRow(name) { return known }
        try run("INSERT INTO field (name) VALUES (?)", [name])
        fieldNames.note(name, row: db.lastInsertedRowID)
        return db.lastInsertedRowID
    }
}

extension StoreReading {
    /// The row of a field; nil where nobody has set it.
    func knownFieldRow(_ name: String) throws -> Int64? {
        if let known = fieldNames.rows[name] { return known }
        guard let stored = try integer("SELECT id FROM field WHERE name = ?", [name]) else { return nil }
        fieldNames.note(name, row: stored)
        return stored
    }

    /// The name of a field, which is met from then on.
    @discardableResult
    func storedFieldName(_ row: Int64) throws -> String {
        if let known = fieldNames.known(row) { return known }
        guard let stored = try self.row("SELECT name FROM field WHERE id = ?", [row]) else {
            throw StoreError.notAStore(path: "field", reason: "row \(row) is missing")
        }
        let name: String = try stored.read(0)
        guard FieldName.isValid(name) else {
            throw StoreError.notAStore(path: "field.name", reason: "a value that cannot be")
        }
        fieldNames.note(name, row: row)
        return name
    }

    /// For each field name of packed changes the row of the field.
    func storedFieldRows(_ names: [String]) throws -> [Int64] {
        try names.map { name in
            guard let row = try knownFieldRow(name) else {
                throw StoreError.notAStore(path: "field", reason: "\(name) is missing")
            }
            return row
        }
    }
}
