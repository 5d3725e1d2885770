import FieldRecords
import Reports
import Store

/// A form as an entity set of the feed: what its records are called there, and which type each of their values has.
struct ODataSet: Sendable {
    /// The types of values that the feed knows.
    enum ValueType: String, Sendable {
        case string = "Edm.String"
        case integer = "Edm.Int64"
        case decimal = "Edm.Decimal"
        case double = "Edm.Double"
        case date = "Edm.Date"
        case time = "Edm.TimeOfDay"
        case moment = "Edm.DateTimeOffset"
    }

    struct Property: Sendable {
        let name: String
        let type: ValueType
        let column: TableColumn
    }

    let name: String
    let form: FormHistory
    let properties: [Property]

    /// The number of a record, which names it.
    static let key = "_number"

    func property(_ name: String) -> Property? { properties.first { $0.name == name } }

    /// The sets of all forms.
    static func all(_ forms: [FormHistory]) -> [ODataSet] {
        var taken: Set<String> = []
        return forms.map { form in
            var names: Set<String> = []
            let properties = TableColumn.all(of: form).map { column in
                Property(name: identifier(column.name, &names), type: ValueType(column.source), column: column)
            }
            return ODataSet(name: identifier(form.name, &taken), form: form, properties: properties)
        }
    }

    /// A name as OData takes it: letters, digits and `_`, no two equal, not even without regard to case.
    private static func identifier(_ name: String, _ taken: inout Set<String>) -> String {
        let plain = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        var free = plain
        var count = 1
        while !taken.insert(free.lowercased()).inserted {
            count += 1
            free = "\(plain)_\(count)"
        }
        return free
    }
}

extension ODataSet.ValueType {
    init(_ source: TableColumn.Source) {
        switch source {
        case .latitude, .longitude: self = .double
        case .value(let field):
            switch field.type {
            case .integer: self = .integer
            case .decimal: self = .decimal
            case .range: self = field.range?.isWhole == false ? .decimal : .integer
            case .date: self = .date
            case .time: self = .time
            case .dateTime: self = .moment
            default: self = .string
            }
        default: self = .string
        }
    }

    /// A cell as JSON has a value of this type; null for what is none, such as the mask of a personal date.
    func json(_ cell: Cell) -> JSONValue {
        switch (self, cell) {
        case (_, .empty): .null
        case (.string, .text(let text)): .string(text)
        case (.string, _): .string(cell.plainText)
        case (.integer, .integer(let number)): .integer(number)
        case (.integer, .decimal(let number)): Int64(exactly: number).map(JSONValue.integer) ?? .null
        case (.decimal, .integer(let number)): .integer(number)
        case (.decimal, .decimal(let number)), (.double, .decimal(let number)): .decimal(number)
        case (.double, .integer(let number)): .decimal(Double(number))
        case (.date, .date(let date)): .string(date.description)
        case (.time, .time(let time)):
            .string(TimeOfDay(millisecondsOfDay: time.milliseconds).descriptionWithSeconds)
        case (.moment, .moment(let moment)): .string(moment.description)
        default: .null
        }
    }
}
