import Bundles
import Causality
import FieldRecords

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
            // Once erased, only values that come afterwards are left to go.
            guard !stamps.isErased else { break }
            stamps.erase()
            staleFields.formUnion(stamps.entries.map(\.field))
            holdsErasedValues = true
        case .mark, .unknown: break
        }
    }

    private func write(
        _ change: PackedChange, of packed: PackedChanges, dot: Dot<Int64>, context: RowContext, fieldRows: [Int64],
        names: FieldNames
    ) {
        if change.personal < 0, stamps.entries.isEmpty, stamps.deletions.isEmpty {
            return writeFirst(change, of: packed, dot: dot, fieldRows: fieldRows, names: names)
        }
        if change.personal >= 0, packed.personal[Int(change.personal)].isErased { lacksValues = true }
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
            if field == names.importKeyRow { keyIsNew = true }
        }
        stamps.takeBackDeletions(context: context)
        if keyIsNew { followKey(names) }
    }

    /// The first write of a record that there is: nothing stands in its way, so the patch is taken over as it is.
    private func writeFirst(
        _ change: PackedChange, of packed: PackedChanges, dot: Dot<Int64>, fieldRows: [Int64], names: FieldNames
    ) {
        let cells = packed.cells[change.cells.range]
        let offset = Int(change.content.start) - values.count
        packed.bytes.withUnsafeBufferPointer {
            values.append(contentsOf: UnsafeBufferPointer(rebasing: $0[change.content.range]))
        }
        stamps.reserve(cells.count)
        shown.reserveCapacity(cells.count)
        for cell in cells {
            let field = fieldRows[Int(cell.name)]
            stamps.restore(row: field, dot: dot)
            // Null is nothing to show.
            guard packed.bytes[Int(cell.value.start)] != UInt8(ascii: "n") else { continue }
            shown.append(
                Shown(field: field, value: ByteSpan(Int(cell.value.start) - offset, Int(cell.value.end) - offset)))
            if field == names.importKeyRow { keyIsNew = true }
        }
        if keyIsNew { followKey(names) }
    }

    private func followKey(_ names: FieldNames) {
        guard let form, let shown = shown.first(where: { $0.field == names.importKeyRow }) else { return }
        let json = values[shown.value.range]
        guard json.first == UInt8(ascii: "\"") else { return }
        var key = String(decoding: json.dropFirst().dropLast(), as: UTF8.self)
        if json.contains(UInt8(ascii: "\\")) {
            guard case .text(let text)? = try? FieldValue(canonicalJSON: json) else { return }
            key = text
        }
        importKey = ImportKey(placeRow: self.key.placeRow, form: form.name, value: key)
    }
}
