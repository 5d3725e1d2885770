import FieldRecords
import Store

/// One sign of a `$filter`.
enum ODataToken: Hashable {
    case opening, closing, comma
    /// A name, an operator, `true`, `false`, `null`.
    case word(String)
    /// In single quotes; a quote within is doubled.
    case text(String)
    /// A number, a day, a time, a moment, as it is written.
    case plain(String)

    private static let tokensMax = 2_000

    static func all(in text: String) throws(ODataFault) -> [ODataToken] {
        var rest = Substring(text)
        var tokens: [ODataToken] = []
        while let character = rest.first {
            guard tokens.count < tokensMax else { throw .badRequest("the $filter is too long") }
            switch character {
            case " ", "\t": rest.removeFirst()
            case "(", ")", ",":
                tokens.append(character == "(" ? .opening : character == ")" ? .closing : .comma)
                rest.removeFirst()
            case "'": tokens.append(.text(try quoted(&rest)))
            default:
                let word = rest.prefix { !" \t(),'".contains($0) }
                rest = rest.dropFirst(word.count)
                let isName = word.first.map { $0.isLetter || $0 == "_" } ?? false
                tokens.append(isName ? .word(String(word)) : .plain(String(word)))
            }
        }
        return tokens
    }

    private static func quoted(_ rest: inout Substring) throws(ODataFault) -> String {
        var text = ""
        rest.removeFirst()
        while let end = rest.firstIndex(of: "'") {
            text += rest[..<end]
            rest = rest[rest.index(after: end)...]
            guard rest.first == "'" else { return text }
            text += "'"
            rest.removeFirst()
        }
        throw .badRequest("a text in the $filter lacks its closing quote")
    }

    /// What it means beside a property.
    func literal(of property: ODataSet.Property) throws(ODataFault) -> RowCondition.Literal {
        if self == .word("null") { return .null }
        let refusal = ODataFault.badRequest(
            "\(property.name) is \(property.type.rawValue) and compared with no such value")
        switch (property.type, self) {
        case (.string, .text(let text)): return .text(text)
        case (.integer, .plain(let text)), (.decimal, .plain(let text)), (.double, .plain(let text)):
            if let number = Int64(text) { return .integer(number) }
            guard let number = Double(text), number.isFinite else { throw refusal }
            return .decimal(number)
        case (.date, .plain(let text)):
            guard let date = CivilDate(text) else { throw refusal }
            return .text(date.description)
        case (.moment, .plain(let text)):
            guard let moment = Moment(text), moment.time.offsetMinutes != nil else { throw refusal }
            return .moment(moment)
        case (.time, _): throw .notSupported("a time of the day in $filter")
        default: throw refusal
        }
    }
}
