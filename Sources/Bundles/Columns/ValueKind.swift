import FieldRecords

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

    init(of value: FieldValue) {
        switch value {
        case .empty: self = .empty
        case .text: self = .text
        case .integer: self = .integer
        case .decimal: self = .decimal
        case .list: self = .list
        case .file: self = .file
        }
    }
}
