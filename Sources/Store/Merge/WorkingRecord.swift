import Bundles
import Causality
import Crypto
import FieldRecords
import Foundation
import GRDB

/// A record while a transaction merges changes into it, its values left as the JSON that they are stored as.
final class WorkingRecord {
    /// A field that the record shows.
    struct Shown {
        let field: Int64
        /// Canonical JSON, in ``values``.
        var value: ByteSpan
    }

    let row: Int64
    let key: RecordKey
    let name: RecordID
    var form: FormReference?
    var stamps = Stamps.none
    /// What is shown: per field the value that stands, or among several the one chosen, ascending by name; empty
    /// values are left out.
    var shown: [Shown] = []
    var values: [UInt8] = []
    var isDeleted = false
    var conflicts: [String] = []
    /// The dots of all its applied changes, as the column `changes` has them.
    private(set) var changes: [UInt8] = []
    /// What the record added to its place's digest before it was touched.
    var oldHash = RecordHash.zero
    /// Whether it has a row yet.
    var isStored = false
    /// Whether people knew of it before.
    var wasKnown = false
    var wasDeleted = false
    /// Whether its row was one of people's records that stand.
    var stood = false
    var oldConflicts: [String] = []
    /// Whether this transaction has counted it as new.
    var isNew = false
    /// Whether it is to be written back, and whether any change was merged into it since it was last.
    var isTouched = false
    var isMerged = false
    /// Fields whose siblings changed in a way that the shown value must be looked for anew.
    var staleFields: Set<Int64> = []
    /// The key under which an import made it, and whether it came with a change that was merged just now.
    var importKey: ImportKey?
    var keyIsNew = false
    /// Whether a change that was merged into it just now came without its personal values.
    var lacksValues = false
    /// Whether its personal values were erased and some may still be held: they go before it is written back.
    var holdsErasedValues = false
    /// The change that began it, in the log of the replica that it is named by, whether that counts or not; not looked
    /// for yet, or none.
    private(set) var beginning = Beginning.unasked
    /// What the cache counts for it.
    var countedBytes = 0

    init(row: Int64, key: RecordKey, name: RecordID, changes: [UInt8] = []) {
        self.row = row
        self.key = key
        self.name = name
        self.changes = changes
    }

    /// About what it takes in memory: itself, the stamps of some eight fields, its places in the indexes of the cache, and
    /// its values.
    var bytesAbout: Int { 1_100 + values.capacity }

    /// The same record before any change of it was merged.
    func emptied() -> WorkingRecord {
        let empty = WorkingRecord(row: row, key: key, name: name)
        empty.oldHash = oldHash
        empty.isStored = isStored
        empty.wasKnown = wasKnown
        empty.wasDeleted = wasDeleted
        empty.stood = stood
        empty.oldConflicts = oldConflicts
        empty.isNew = isNew
        return empty
    }

    /// What was read from a row: the column `fields`.
    func restore(_ fields: [UInt8], names: FieldNames) throws {
        func fault(_ reason: String) -> StoreError { .notAStore(path: "record.fields", reason: reason) }
        values = fields
        let spans: JSONSpans
        do { spans = try fields.withUnsafeBytes { try JSONSpans($0) } } catch {
            throw fault("a value that cannot be")
        }
        for member in spans.members {
            guard let field = names.rows[String(decoding: fields[member.name], as: UTF8.self)] else {
                throw fault("a field that nobody set")
            }
            // In the order of their names, each once.
            if let last = shown.last, !names.precedes(last.field, field) { throw fault("a value that cannot be") }
            shown.append(Shown(field: field, value: ByteSpan(member.value.lowerBound, member.value.upperBound)))
        }
    }

    /// One more applied change.
    func note(_ dot: Dot<Int64>) {
        changes.appendVarint(dot.log)
        changes.appendVarint(dot.sequence)
    }

    enum Beginning {
        case unasked
        case found(Dot<Int64>?)
    }

    /// Follows where it was begun, once that was asked for.
    func note(beginning dot: Dot<Int64>) {
        guard case .found(let known) = beginning else { return }
        beginning = .found(known.map { min($0, dot) } ?? dot)
    }

    func found(beginning dot: Dot<Int64>?) { beginning = .found(dot) }

    /// The dots of all its applied changes.
    func dots() throws -> [Dot<Int64>] {
        try changes.withUnsafeBytes { bytes in
            var reader = VarintReader(bytes, path: "record.changes")
            var dots: [Dot<Int64>] = []
            while !reader.isAtEnd { dots.append(try reader.dot()) }
            return dots
        }
    }
}

extension WorkingRecord {
    /// What is shown, as the column `fields` has it.
    func appendJSON(to bytes: inout [UInt8], names: FieldNames) {
        bytes.append(UInt8(ascii: "{"))
        values.withUnsafeBufferPointer { values in
            for (index, field) in shown.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                names.appendKey(of: field.field, to: &bytes)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: values[field.value.range]))
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// What is shown, as values by name.
    func fields(_ names: FieldNames) throws -> [String: FieldValue] {
        var fields: [String: FieldValue] = [:]
        for field in shown {
            do { fields[names.name(field.field)] = try FieldValue(canonicalJSON: values[field.value.range]) } catch {
                throw StoreError.notAStore(path: "record.fields", reason: "a value that cannot be")
            }
        }
        return fields
    }
}
