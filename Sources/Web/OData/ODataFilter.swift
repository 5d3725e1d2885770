import FieldRecords
import Reports
import Store

/// A `$filter`: comparisons, `and`, `or`, `not`, parentheses, `contains`, `startswith`, `endswith`.
///
/// Source: OData Version 4.0 Part 2 (URL Conventions), section 5.1.1.
struct ODataFilter {
    private static let depthMax = 32
    /// Comparisons in one filter.
    private static let termsMax = 200

    let condition: RowCondition

    init(_ text: String, set: ODataSet, places: [ODataPlace]) throws(ODataFault) {
        var reader = Reader(tokens: try ODataToken.all(in: text)[...], set: set, places: places)
        condition = try reader.disjunction(depth: 0)
        guard reader.tokens.isEmpty else { throw .badRequest("the $filter goes on where it should end") }
    }

    private struct Reader {
        var tokens: ArraySlice<ODataToken>
        let set: ODataSet
        let places: [ODataPlace]
        var terms = 0

        mutating func disjunction(depth: Int) throws(ODataFault) -> RowCondition {
            var condition = try conjunction(depth: depth)
            while take(.word("or")) { condition = .or(condition, try conjunction(depth: depth)) }
            return condition
        }

        private mutating func conjunction(depth: Int) throws(ODataFault) -> RowCondition {
            var condition = try negation(depth: depth)
            while take(.word("and")) { condition = .and(condition, try negation(depth: depth)) }
            return condition
        }

        private mutating func negation(depth: Int) throws(ODataFault) -> RowCondition {
            guard depth < ODataFilter.depthMax else { throw .badRequest("the $filter is nested too deeply") }
            if take(.word("not")) { return .not(try negation(depth: depth + 1)) }
            if take(.opening) {
                let condition = try disjunction(depth: depth + 1)
                guard take(.closing) else { throw .badRequest("the $filter lacks a )") }
                return condition
            }
            terms += 1
            guard terms <= ODataFilter.termsMax else { throw .badRequest("the $filter has too many terms") }
            return try term()
        }

        private mutating func take(_ token: ODataToken) -> Bool {
            guard tokens.first == token else { return false }
            tokens.removeFirst()
            return true
        }

        private mutating func term() throws(ODataFault) -> RowCondition {
            guard let first = tokens.popFirst() else { throw .badRequest("the $filter ends too early") }
            if case .word(let name) = first, tokens.first == .opening { return try match(name) }
            guard case .word(let name)? = tokens.popFirst() else { throw .badRequest("the $filter lacks a comparison") }
            let comparison = try comparison(name)
            guard let second = tokens.popFirst() else { throw .badRequest("the $filter ends too early") }
            if case .word(let property) = first {
                return try compare(try self.property(property), comparison, second)
            }
            guard case .word(let property) = second else { throw .badRequest("the $filter compares two values") }
            return try compare(try self.property(property), comparison.turned, first)
        }

        private func property(_ name: String) throws(ODataFault) -> ODataSet.Property {
            if let property = set.property(name) { return property }
            if name.contains("/") || tokens.first == .opening { throw .notSupported("\(name) in $filter") }
            throw .badRequest("there is no property \(name)")
        }

        private func comparison(_ name: String) throws(ODataFault) -> RowCondition.Comparison {
            switch name {
            case "eq": return .equal
            case "ne": return .notEqual
            case "lt": return .less
            case "le": return .lessOrEqual
            case "gt": return .greater
            case "ge": return .greaterOrEqual
            default: throw .notSupported("\(name) in $filter")
            }
        }

        private mutating func match(_ name: String) throws(ODataFault) -> RowCondition {
            let matches: [String: RowCondition.TextMatch] = [
                "contains": .contains, "startswith": .startsWith, "endswith": .endsWith,
            ]
            guard let match = matches[name] else { throw .notSupported("\(name)() in $filter") }
            guard take(.opening), case .word(let called)? = tokens.popFirst() else {
                throw .notSupported("\(name)() of anything but a property")
            }
            let property = try property(called)
            guard take(.comma), case .text(let text)? = tokens.popFirst(), take(.closing) else {
                throw .notSupported("\(name)() with anything but a property and a text")
            }
            guard property.type == .string else { throw .badRequest("\(called) is no text") }
            let condition = try matchCondition(property, match, text)
            // Some clients spell it out.
            guard take(.word("eq")) else { return condition }
            if take(.word("true")) { return condition }
            guard take(.word("false")) else { throw .badRequest("\(name)() is true or false") }
            return .not(condition)
        }

        private func matchCondition(
            _ property: ODataSet.Property, _ match: RowCondition.TextMatch, _ text: String
        ) throws(ODataFault) -> RowCondition {
            guard case .town = property.column.source else {
                return .match(try property.rowColumn("$filter"), match, text)
            }
            return atTowns { town in
                switch match {
                case .contains: text.isEmpty || town.contains(text)
                case .startsWith: town.hasPrefix(text)
                case .endsWith: town.hasSuffix(text)
                }
            }
        }

        private func compare(
            _ property: ODataSet.Property, _ comparison: RowCondition.Comparison, _ token: ODataToken
        ) throws(ODataFault) -> RowCondition {
            let literal = try token.literal(of: property)
            guard case .town = property.column.source else {
                return .compare(try property.rowColumn("$filter"), comparison, literal)
            }
            guard case .text(let text) = literal else { return atTowns { _ in comparison == .notEqual } }
            return atTowns { comparison.holds($0, text) }
        }

        /// A town's name is worked out from the tree, so the tree says which places are meant.
        private func atTowns(_ holds: (String) -> Bool) -> RowCondition {
            .atNodes(Set(places.filter { holds($0.town) }.map(\.node)))
        }
    }
}
