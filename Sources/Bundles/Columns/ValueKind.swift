/// What the values of one column are, by the number it has in files for ever.
enum ValueKind: UInt8, CaseIterable {
    case empty = 0
    case text = 1
    case integer = 2
    case decimal = 3
    case list = 4
    case file = 5
    /// The commitment that is left of an erased personal value.
    case commitment = 6

    /// The kind that canonical JSON tells by its first byte, and a number by its point or exponent.
    init(spelledBy first: UInt8, in bytes: [UInt8], span: ByteSpan) {
        switch first {
        case UInt8(ascii: "\""): self = .text
        case UInt8(ascii: "n"): self = .empty
        case UInt8(ascii: "["): self = .list
        case UInt8(ascii: "{"): self = .file
        default:
            let isDecimal = bytes[span.range].contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") }
            self = isDecimal ? .decimal : .integer
        }
    }
}
