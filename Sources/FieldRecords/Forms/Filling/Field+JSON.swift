extension Field {
    /// The value that a JSON text stands for, in JSON Lines or in the page's interface.
    ///
    /// A string is read as a person would have typed it; a number may fill a text, and `true` an acknowledge.
    ///
    /// - Throws: ``FieldRecordsError/badFields(_:)`` with one fault.
    package func value(json: JSONValue) throws(FieldRecordsError) -> FieldValue {
        switch json {
        case .null: return .empty
        case .string(let text): return try value(typed: text)
        case .integer(let number): return try value(number: .integer(number), typed: String(number))
        case .decimal(let number): return try value(number: .decimal(number), typed: number.description)
        case .bool(let isTrue):
            guard type == .acknowledge else { throw refusal(.of(type), isTrue ? "true" : "false") }
            return isTrue ? .text("OK") : .empty
        case .array(let elements):
            let codes = elements.compactMap(\.text)
            guard type == .selectMultiple, codes.count == elements.count else { throw refusal(.of(type), nil) }
            guard codes.count <= FormLimits.listEntriesMax else { throw .badFields([tooLong]) }
            return try self.codes(codes)
        case .object:
            guard type == .image || type == .file, let value = try? FieldValue(json: json), case .file = value else {
                throw refusal(.of(type), nil)
            }
            return value
        }
    }

    private func value(number: FieldValue, typed text: String) throws(FieldRecordsError) -> FieldValue {
        switch (type, number) {
        case (.decimal, .integer(let whole)): return .decimal(Double(whole))
        case (.decimal, _): return number
        default: return try value(typed: text)
        }
    }
}
