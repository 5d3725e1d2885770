import Causality
import FieldRecords
import GRDB

/// Field names by number, as met while reading or writing.
struct FieldNames {
    /// A name, how it stands in JSON before its value, and where it stands among all by the order of names.
    private struct Entry {
        let name: String
        let key: [UInt8]
        var rank = 0
    }

    private(set) var rows: [String: Int64] = [:]
    private var entries: [Entry] = []
    /// The place of each among the entries. Rows are small numbers, so most need no more than a look.
    private var places: [Int32] = []
    private var farPlaces: [Int64: Int32] = [:]

    /// The row of the field under which an import's key travels; -1 before anybody set it.
    private(set) var importKeyRow: Int64 = -1

    private static let nearRowMax: Int64 = 4_096

    mutating func note(_ name: String, row: Int64) {
        guard rows[name] == nil, place(row) == nil else { return }
        rows[name] = row
        if name == StoreReading.importKeyField { importKeyRow = row }
        let place = Int32(entries.count)
        entries.append(
            Entry(name: name, key: [UInt8(ascii: "\"")] + Array(name.utf8) + [UInt8(ascii: "\""), UInt8(ascii: ":")]))
        if (0..<FieldNames.nearRowMax).contains(row) {
            while places.count <= Int(row) { places.append(-1) }
            places[Int(row)] = place
        } else {
            farPlaces[row] = place
        }
        for (rank, index) in entries.indices.sorted(by: { entries[$0].name < entries[$1].name }).enumerated() {
            entries[index].rank = rank
        }
    }

    /// - Precondition: the field was met.
    func name(_ row: Int64) -> String { entries[met(row)].name }

    func known(_ row: Int64) -> String? { place(row).map { entries[$0].name } }

    /// Appends `"name":`.
    func appendKey(of row: Int64, to bytes: inout [UInt8]) { bytes.append(contentsOf: entries[met(row)].key) }

    /// Where a field stands among those met, by the order of names.
    func rank(_ row: Int64) -> Int { entries[met(row)].rank }

    /// Whether a field comes first by name.
    func precedes(_ one: Int64, _ other: Int64) -> Bool { rank(one) < rank(other) }

    private func place(_ row: Int64) -> Int? {
        if row >= 0, row < Int64(places.count) { return places[Int(row)] < 0 ? nil : Int(places[Int(row)]) }
        return farPlaces.isEmpty ? nil : farPlaces[row].map(Int.init)
    }

    private func met(_ row: Int64) -> Int {
        guard let place = place(row) else { preconditionFailure("a field is met before it is named") }
        return place
    }
}

extension StoreWriting {
    /// The row of a field, made where nobody has set it before.
    func fieldRow(_ name: String) throws -> Int64 {
        if let known = try knownFieldRow(name) { return known }
        try run("INSERT INTO field (name) VALUES (?)", [name])
        let row = db.lastInsertedRowID
        fieldNames.note(name, row: row)
        return row
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

    /// Meets all fields that anybody has set, so that a record's need not be asked for one by one.
    func meetFields() throws {
        guard fieldNames.rows.isEmpty else { return }
        for row in try rows("SELECT id FROM field LIMIT 10000") { try storedFieldName(try row.read(0)) }
    }
}
