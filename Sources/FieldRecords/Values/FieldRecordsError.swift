/// What this module refuses, and where.
///
/// Every case can say in both languages what happened and what to do. None of them ever holds the value of a field
/// marked personal: see ``FieldFault``.
package enum FieldRecordsError: Error, Hashable, Sendable {
    /// Text that is not the JSON which was expected.
    case badJSON(JSONFault)
    /// A file of rows (CSV, JSON Lines) that cannot be read.
    case badTable(TableFault)
    /// An expression of a form that cannot be read.
    case badExpression(ExpressionFault)
    /// A form that cannot be read, or asks for what this program does not support.
    case badForm(FormFault)
    /// Values that the form refuses: one fault a field, in the order of the form.
    case badFields([FieldFault])
}

extension FieldRecordsError {
    /// What happened, in one sentence, with the place where it happened.
    package var what: Phrase {
        switch self {
        case .badJSON(let fault): fault.what
        case .badTable(let fault): fault.what
        case .badExpression(let fault): fault.what
        case .badForm(let fault): fault.what
        case .badFields(let faults): Phrase.joined(faults.map(\.what))
        }
    }

    /// What to do about it.
    package var advice: Phrase {
        switch self {
        case .badJSON: Phrase(zh: "请检查这份 JSON 后重试。", en: "Correct the JSON and try again.")
        case .badTable(let fault): fault.advice
        case .badExpression(let fault): fault.advice
        case .badForm(let fault): fault.advice
        case .badFields: Phrase(zh: "请改正这些字段后再保存。", en: "Correct these fields and save again.")
        }
    }
}

extension Phrase {
    /// Several sentences as one text.
    static func joined(_ phrases: [Phrase]) -> Phrase {
        Phrase(
            zh: phrases.map(\.zh).joined(separator: "；"),
            en: phrases.map(\.en).joined(separator: "; "))
    }
}
