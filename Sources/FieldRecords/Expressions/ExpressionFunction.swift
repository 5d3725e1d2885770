/// The functions of ODK's XPath that work here. All others are refused by name when the form is read.
enum ExpressionFunction: String, CaseIterable, Hashable, Sendable {
    case not, boolean, string, number, int, round, floor, ceiling, abs, pow, sqrt, min, max, pi
    case isTrue = "true"
    case isFalse = "false"
    case booleanFromString = "boolean-from-string"
    case condition = "if"
    case coalesce, once
    case selected, join, concat, substr, contains, regex, translate
    case selectedAt = "selected-at"
    case countSelected = "count-selected"
    case countNonEmpty = "count-non-empty"
    case stringLength = "string-length"
    case startsWith = "starts-with"
    case endsWith = "ends-with"
    case normalizeSpace = "normalize-space"
    case substringBefore = "substring-before"
    case substringAfter = "substring-after"
    case today, now, date
    case dateTime = "date-time"
    case decimalDateTime = "decimal-date-time"
    case decimalTime = "decimal-time"
    case formatDate = "format-date"
    case formatDateTime = "format-date-time"

    /// How many arguments it takes.
    var arity: ClosedRange<Int> {
        switch self {
        case .isTrue, .isFalse, .today, .now, .pi: 0...0
        case .not, .boolean, .booleanFromString, .int, .floor, .ceiling, .abs, .sqrt, .once, .countSelected, .date,
            .dateTime, .decimalDateTime, .decimalTime:
            1...1
        case .string, .number, .stringLength, .normalizeSpace: 0...1
        case .round: 1...2
        case .pow, .coalesce, .selected, .selectedAt, .contains, .startsWith, .endsWith, .regex, .substringBefore,
            .substringAfter, .formatDate, .formatDateTime:
            2...2
        case .substr: 2...3
        case .condition, .translate: 3...3
        case .min, .max, .concat, .countNonEmpty: 1...100
        case .join: 2...100
        }
    }
}
