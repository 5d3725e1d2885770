import Store

extension RowCondition.Comparison {
    /// The same with its two sides changed over.
    var turned: RowCondition.Comparison {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }

    /// Texts by their bytes, as the store compares them.
    func holds(_ one: String, _ other: String) -> Bool {
        let isBefore = one.utf8.lexicographicallyPrecedes(other.utf8)
        return switch self {
        case .equal: one == other
        case .notEqual: one != other
        case .less: isBefore
        case .lessOrEqual: isBefore || one == other
        case .greater: !isBefore && one != other
        case .greaterOrEqual: !isBefore
        }
    }
}
