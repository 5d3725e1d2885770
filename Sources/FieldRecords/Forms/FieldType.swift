/// What a field asks for: the types of XLSForm that this program supports, by their XLSForm names.
package enum FieldType: String, CaseIterable, Hashable, Sendable {
    case text, integer, decimal, range, date, time, dateTime
    case selectOne = "select_one"
    case selectMultiple = "select_multiple"
    case image, file, geopoint, barcode, note, calculate, acknowledge, hidden

    /// Whether a record keeps a value of it: everything but a note.
    package var holdsValue: Bool { self != .note }

    /// Whether a value may be any text at all.
    package var isFreeText: Bool { [.text, .barcode, .hidden, .calculate].contains(self) }

    package var isChoice: Bool { self == .selectOne || self == .selectMultiple }
}

/// The numbers that a `range` field takes: `start`, `start + step`, … up to `end`.
package struct FieldRange: Hashable, Sendable {
    package let start: Double
    package let end: Double
    package let step: Double

    /// XLSForm's own: 1 to 10 by 1.
    package static let standard = FieldRange(start: 1, end: 10, step: 1)

    /// Whether its values are integers; they are decimals if one of the three numbers is.
    package var isWhole: Bool { [start, end, step].allSatisfy { Int64(exactly: $0) != nil } }

    func contains(_ number: Double) -> Bool {
        guard number >= min(start, end), number <= max(start, end) else { return false }
        let steps = (number - start) / step
        return (steps - steps.rounded()).magnitude < 1e-9
    }
}
