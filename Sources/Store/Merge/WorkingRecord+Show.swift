import Bundles
import FieldRecords

extension WorkingRecord {
    /// Shows a value that stands as canonical JSON in bytes of others.
    func show(_ bytes: [UInt8], _ span: ByteSpan, in field: Int64, names: FieldNames) {
        // Null is nothing to show.
        if bytes[Int(span.start)] == UInt8(ascii: "n") { return hide(field) }
        if overwrite(field, with: bytes, span) { return }
        let start = values.count
        bytes.withUnsafeBufferPointer { values.append(contentsOf: UnsafeBufferPointer(rebasing: $0[span.range])) }
        place(ByteSpan(start, values.count), in: field, names: names)
    }

    /// Puts a value where the one that it replaces stands, if it is no longer: appended, it would double the memory of
    /// most records that are edited once.
    private func overwrite(_ field: Int64, with bytes: [UInt8], _ span: ByteSpan) -> Bool {
        guard let index = shown.lastIndex(where: { $0.field == field }), span.count <= shown[index].value.count
        else { return false }
        let start = Int(shown[index].value.start)
        values.withUnsafeMutableBytes { old in
            bytes.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: old[start..<start + span.count])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[span.range]))
            }
        }
        shown[index].value = ByteSpan(start, start + span.count)
        return true
    }

    func show(_ value: FieldValue, in field: Int64, names: FieldNames) {
        var json: [UInt8] = []
        value.appendJSON(to: &json)
        show(json, ByteSpan(0, json.count), in: field, names: names)
    }

    func hide(_ field: Int64) {
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
}
