package import FieldRecords

/// What stands in one cell of an exported table, by its real type.
package enum Cell: Hashable, Sendable {
    case empty
    case text(String)
    case integer(Int64)
    case decimal(Double)
    case date(CivilDate)
    case time(TimeOfDay)
    /// With its offset from UTC, where it has one.
    case moment(Moment)

    /// As a text file has it: numbers plain, dates and times in ISO 8601, texts that no program takes for a formula.
    package var plainText: String {
        switch self {
        case .empty: ""
        case .text(let text): text.harmlessCell
        case .integer(let number): String(number)
        case .decimal(let number): number.plainText
        case .date(let date): date.description
        case .time(let time): time.description
        case .moment(let moment): moment.description
        }
    }
}

extension Cell {
    /// The same, a moment without an offset from UTC as one of the network's time.
    ///
    /// - Parameter offset: minutes east of UTC.
    package func located(atOffsetMinutes offset: Int) -> Cell {
        guard case .moment(let moment) = self else { return self }
        return .moment(moment.located(atOffsetMinutes: offset))
    }

    /// The value of a field; what does not fit the field's type, such as a stranger's text in a date, stays text.
    init(_ value: FieldValue, of type: FieldType) {
        switch value {
        case .empty, .file: self = .empty
        case .integer(let number): self = .integer(number)
        case .decimal(let number): self = .decimal(number)
        case .list(let codes): self = .text(codes.joined(separator: " "))
        case .text(let text):
            self =
                switch type {
                case .date: CivilDate(text).map(Cell.date) ?? .text(text)
                case .time: TimeOfDay(text).map(Cell.time) ?? .text(text)
                case .dateTime: Moment(text).map(Cell.moment) ?? .text(text)
                default: .text(text)
                }
        }
    }
}
