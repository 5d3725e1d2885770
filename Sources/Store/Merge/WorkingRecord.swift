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
    var stamps = Stamps()
    /// What is shown: per field the value that stands, or among several the one chosen, ascending by name; empty
    /// values are left out.
    private(set) var shown: [Shown] = []
    private(set) var values: [UInt8] = []
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
    var oldConflicts: [String] = []
    /// Whether it is to be written back, and whether any change was merged into it since it was last.
    var isTouched = false
    var isMerged = false
    /// Fields whose siblings changed in a way that the shown value must be looked for anew.
    var staleFields: Set<Int64> = []
    /// The key under which an import made it, and whether it came with a change that was merged just now.
    private(set) var importKey: ImportKey?
    var keyIsNew = false

    init(row: Int64, key: RecordKey, name: RecordID) {
        self.row = row
        self.key = key
        self.name = name
    }

    var bytesAbout: Int { 600 + values.count * 2 }

    /// The same record before any change of it was merged.
    func emptied() -> WorkingRecord {
        let empty = WorkingRecord(row: row, key: key, name: name)
        empty.oldHash = oldHash
        empty.isStored = isStored
        empty.wasKnown = wasKnown
        empty.wasDeleted = wasDeleted
        empty.oldConflicts = oldConflicts
        return empty
    }

    /// What was read from a row: the columns `fields` and `changes`.
    func restore(_ fields: [UInt8], changes: [UInt8], names: FieldNames) throws {
        func fault(_ reason: String) -> StoreError { .notAStore(path: "record.fields", reason: reason) }
        self.changes = changes
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

// MARK: Merging

extension WorkingRecord {
    /// Why a well-signed change makes no sense; it is kept, counted and shown, and folds to nothing.
    func fault(of change: PackedChange, log: LogRow) -> String? {
        // What changes a record that was never begun merges too, and stays unseen until it is: whether its beginning
        // came first is an accident of delivery.
        guard change.kind == .begin else { return nil }
        if name.replica != log.name.replica { return "begins a record of another replica" }
        if form != nil { return "begins a record a second time" }
        return nil
    }

    /// Merges a change that makes sense.
    ///
    /// - Parameter fieldRows: for each field name of the packed changes the row of the field.
    func merge(
        _ change: PackedChange, of packed: PackedChanges, dot: Dot<Int64>, context: RowContext, fieldRows: [Int64],
        names: FieldNames
    ) {
        isMerged = true
        switch change.kind {
        case .begin:
            form = packed.forms[Int(change.form)]
            write(change, of: packed, dot: dot, context: context, fieldRows: fieldRows, names: names)
        case .edit: write(change, of: packed, dot: dot, context: context, fieldRows: fieldRows, names: names)
        case .delete: stamps.delete(dot: dot, context: context.vector)
        case .undelete: stamps.undelete(context: context.vector)
        case .erase:
            stamps.erase()
            staleFields.formUnion(stamps.entries.map(\.field))
        case .mark, .unknown: break
        }
    }

    private func write(
        _ change: PackedChange, of packed: PackedChanges, dot: Dot<Int64>, context: RowContext, fieldRows: [Int64],
        names: FieldNames
    ) {
        let isKept = change.personal >= 0 && !packed.personal[Int(change.personal)].isErased && !stamps.isErased
        let openCount = packed.openCells(of: change).count
        var count = 0
        for cell in packed.cells[change.cells.range] {
            let field = fieldRows[Int(cell.name)]
            let isAlone = stamps.write(row: field, dot: dot, context: context)
            let isOpen = count < openCount
            count += 1
            guard isAlone else {
                staleFields.insert(field)
                continue
            }
            if !staleFields.isEmpty { staleFields.remove(field) }
            if isOpen {
                show(packed.bytes, cell.value, in: field, names: names)
            } else if isKept {
                show(packed.personalBytes, cell.value, in: field, names: names)
            } else {
                hide(field)
            }
            if packed.names[Int(cell.name)] == StoreReading.importKeyField { keyIsNew = true }
        }
        stamps.takeBackDeletions(context: context)
        if keyIsNew { followKey(names) }
    }

    /// Shows a value that stands as canonical JSON in bytes of others.
    func show(_ bytes: [UInt8], _ span: ByteSpan, in field: Int64, names: FieldNames) {
        // Null is nothing to show.
        if bytes[Int(span.start)] == UInt8(ascii: "n") { return hide(field) }
        let start = values.count
        bytes.withUnsafeBufferPointer { values.append(contentsOf: UnsafeBufferPointer(rebasing: $0[span.range])) }
        place(ByteSpan(start, values.count), in: field, names: names)
    }

    func show(_ value: FieldValue, in field: Int64, names: FieldNames) {
        var json: [UInt8] = []
        value.appendJSON(to: &json)
        show(json, ByteSpan(0, json.count), in: field, names: names)
    }

    private func hide(_ field: Int64) {
        if let index = shown.firstIndex(where: { $0.field == field }) { shown.remove(at: index) }
    }

    private func place(_ value: ByteSpan, in field: Int64, names: FieldNames) {
        if let index = shown.lastIndex(where: { $0.field == field }) {
            shown[index].value = value
            return
        }
        // Mostly the next one after the last.
        var index = shown.count
        while index > 0, names.precedes(field, shown[index - 1].field) { index -= 1 }
        shown.insert(Shown(field: field, value: value), at: index)
    }

    private func followKey(_ names: FieldNames) {
        guard let form, let field = names.rows[StoreReading.importKeyField],
            let shown = shown.first(where: { $0.field == field }),
            case .text(let key)? = try? FieldValue(canonicalJSON: values[shown.value.range])
        else { return }
        importKey = ImportKey(placeRow: self.key.placeRow, form: form.name, value: key)
    }
}

// MARK: As values and as a row

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
