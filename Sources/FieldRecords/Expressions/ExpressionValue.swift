/// What an expression yields: one of XPath's types. A date is its ISO text, which ``number(in:)`` counts in days.
package enum ExpressionValue: Hashable, Sendable {
    case text(String)
    case number(Double)
    case boolean(Bool)

    /// What a field holds, as ODK's functions see it: a choice of several as its codes with spaces between.
    package init(_ value: FieldValue) {
        switch value {
        case .empty: self = .text("")
        case .text(let text): self = .text(text)
        case .integer(let number): self = .number(Double(number))
        case .decimal(let number): self = .number(number)
        case .list(let codes): self = .text(codes.joined(separator: " "))
        case .file(let file): self = .text(file.digestText)
        }
    }

    /// XPath's `string()`.
    package var text: String {
        switch self {
        case .text(let text): text
        case .boolean(let value): value ? "true" : "false"
        case .number(let number): ExpressionValue.text(of: number)
        }
    }

    /// XPath's `boolean()`: a text is true unless it is empty.
    package var isTrue: Bool {
        switch self {
        case .text(let text): !text.isEmpty
        case .number(let number): number != 0 && !number.isNaN
        case .boolean(let value): value
        }
    }

    /// XPath's `number()`, and ODK's for dates: days since 1970-01-01; for times the part of the day. NaN for others.
    func number(in moment: Moment) -> Double {
        switch self {
        case .number(let number): return number
        case .boolean(let value): return value ? 1 : 0
        case .text(let text):
            let text = text.trimmed
            if let number = Decimal.number(text) { return number }
            let offset = moment.time.offsetMinutes ?? 0
            if let date = CivilDate(text) { return Double(date.days) }
            if let time = Moment(text) { return time.decimalDays(atOffsetMinutes: offset) }
            if let time = TimeOfDay(text) { return Double(time.milliseconds) / 86_400_000 }
            return .nan
        }
    }

    private static func text(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return number.plainText
    }
}

/// Decimal numbers as people and files write them.
enum Decimal {
    /// A finite number of digits, one point, a sign and an exponent; nil for hexadecimal, `nan` and words.
    static func number(_ text: some StringProtocol) -> Double? {
        var before: UInt8 = 0
        let allowed = text.utf8.allSatisfy { byte in
            defer { before = byte }
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
                return true
            // At the beginning, or behind the e of an exponent: a date is told from a number here.
            case UInt8(ascii: "+"), UInt8(ascii: "-"): return before == 0 || before | 0x20 == UInt8(ascii: "e")
            default: return false
            }
        }
        guard allowed, let number = Double(text), number.isFinite else { return nil }
        return number
    }
}
