import Causality
import FieldRecords
import Foundation
import GRDB

/// Stamps as one blob: what `record.stamps` holds.
///
///     byte     1, or 3 where personal values were erased
///     varint   number of groups
///     group    varint log, varint sequence, varint count, count × varint field: the fields this write stands in
///     varint   number of deletions
///     deletion varint log, varint sequence
typealias Stamps = RecordStamps<Int64, Int64>

extension RecordStamps where Log == Int64, Field == Int64 {
    var encoded: Data {
        var groups: [Dot<Int64>: [Int64]] = [:]
        for (field, siblings) in fields {
            for dot in siblings.dots { groups[dot, default: []].append(field) }
        }
        var data = Data([isErased ? 3 : 1])
        data.appendVarint(UInt64(groups.count))
        for (dot, fields) in groups.sorted(by: { $0.key < $1.key }) {
            data.appendVarint(UInt64(dot.log))
            data.appendVarint(dot.sequence)
            data.appendVarint(UInt64(fields.count))
            for field in fields.sorted() { data.appendVarint(UInt64(field)) }
        }
        data.appendVarint(UInt64(deletions.dots.count))
        for dot in deletions.dots {
            data.appendVarint(UInt64(dot.log))
            data.appendVarint(dot.sequence)
        }
        return data
    }

    init(encoded data: Data) throws {
        var reader = VarintReader(data)
        let flags = try reader.next()
        guard flags == 1 || flags == 3 else { throw StoreError.notAStore(path: "record.stamps", reason: "\(flags)") }
        var fields: [Int64: [Dot<Int64>]] = [:]
        for _ in 0..<(try reader.next()) {
            let dot = try reader.dot()
            for _ in 0..<(try reader.next()) { fields[Int64(clamping: try reader.next()), default: []].append(dot) }
        }
        var deletions: [Dot<Int64>] = []
        for _ in 0..<(try reader.next()) {
            deletions.append(try reader.dot())
        }
        self.init(
            fields: fields.mapValues { Siblings($0) }, deletions: Siblings(deletions), isErased: flags == 3)
    }
}

extension Data {
    fileprivate mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }
}

private struct VarintReader {
    private let data: Data
    private var index: Data.Index

    init(_ data: Data) {
        self.data = data
        index = data.startIndex
    }

    mutating func dot() throws -> Dot<Int64> {
        let log = Int64(clamping: try next())
        let sequence = try next()
        guard sequence <= Dot<Int64>.sequenceMax else {
            throw StoreError.notAStore(path: "record.stamps", reason: "a value that cannot be")
        }
        return Dot(log: log, sequence: sequence)
    }

    mutating func next() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard index < data.endIndex else { break }
            let byte = data[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw StoreError.notAStore(path: "record.stamps", reason: "cut off")
    }
}

/// Field names by number, as met while reading or writing.
struct FieldNameCache {
    var rows: [String: Int64] = [:]
    var names: [Int64: String] = [:]
}

extension StoreWriting {
    func fieldRow(_ name: String) throws -> Int64 {
        if let known = fieldNames.rows[name] { return known }
        let row: Int64
        if let stored = try integer("SELECT id FROM field WHERE name = ?", [name]) {
            row = stored
        } else {
            try run("INSERT INTO field (name) VALUES (?)", [name])
            row = db.lastInsertedRowID
        }
        fieldNames.rows[name] = row
        fieldNames.names[row] = name
        return row
    }
}

extension StoreReading {
    func storedFieldName(_ row: Int64) throws -> String {
        if let known = fieldNames.names[row] { return known }
        guard
            let name = try String.fetchOne(
                try db.cachedStatement(sql: "SELECT name FROM field WHERE id = ?"), arguments: [row])
        else { throw StoreError.notAStore(path: "field", reason: "row \(row) is missing") }
        fieldNames.names[row] = name
        return name
    }
}
