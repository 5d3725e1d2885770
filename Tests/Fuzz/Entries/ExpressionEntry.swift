import FieldRecords

/// An expression up to the first line feed; what follows is the text of every field that it reads.
enum ExpressionEntry {
    static func workOut(_ bytes: [UInt8]) throws {
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        guard let text = parts.first.map({ String(decoding: $0, as: UTF8.self) }) else { return }
        let field = FieldValue.text(String(decoding: parts.count > 1 ? parts[1] : [], as: UTF8.self))
        let expression = try Expression(text)
        let scope = ExpressionScope(moment: FormEntry.moment, this: field, column: { $0 }, field: { _ in field })
        let value = try expression.value(in: scope)
        demand(value.text == value.text && value.isTrue == value.isTrue, "a value can be shown")
    }
}
