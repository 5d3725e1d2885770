import FieldRecords
import Reports
import Store

/// What part of an entity set is asked for, and how it goes on from page to page.
struct ODataQuery {
    static let pageRecordsMax = 1_000
    static let skipMax = 100_000_000

    let properties: [ODataSet.Property]
    /// Whether `$select` named them.
    let isSelected: Bool
    let countsAll: Bool
    var rows: RowQuery
    /// How many records are asked for from here on; nil for all.
    let top: Int?

    private static let known: Set<String> = [
        "select", "filter", "orderby", "top", "skip", "count", "skiptoken", "format",
    ]
    private static let unsupported: Set<String> = [
        "expand", "search", "apply", "compute", "levels", "index", "schemaversion", "deltatoken", "crossjoin", "all",
    ]

    /// - Parameters:
    ///   - places: the nodes with the names of their towns.
    ///   - pageMax: how many records the client wants in one answer at most, if it says so.
    init(
        _ options: [String: String], of set: ODataSet, places: [ODataPlace], pageMax: Int?
    ) throws(ODataFault) {
        for name in options.keys.sorted() where !ODataQuery.known.contains(name) {
            throw ODataQuery.unsupported.contains(name)
                ? .notSupported("$\(name)") : .badRequest("there is no option $\(name)")
        }
        if let format = options["format"], format != "json", !format.hasPrefix("application/json") {
            throw ODataFault(status: 406, message: "records are told in JSON")
        }
        (properties, isSelected) = try ODataQuery.selected(options["select"], of: set)
        countsAll = try ODataQuery.flag(options["count"])
        top = try ODataQuery.number(options["top"], "$top")
        var rows = RowQuery(form: set.form.name)
        if let filter = options["filter"] {
            rows.condition = try ODataFilter(filter, set: set, places: places).condition
        }
        rows.order = try ODataQuery.order(options["orderby"], of: set)
        rows.skip = try ODataQuery.number(options["skip"], "$skip") ?? 0
        let page = min(pageMax.map { max(1, $0) } ?? .max, ODataQuery.pageRecordsMax)
        // One more than a page, to see whether it goes on.
        rows.limit = min(page + 1, top ?? .max)
        if let token = options["skiptoken"] {
            guard let number = Int64(token), number >= 0 else {
                throw .badRequest("$skiptoken is not one of this feed")
            }
            if rows.order.isEmpty { rows.afterRow = number } else { rows.skip = Int(clamping: number) }
        }
        self.rows = rows
        self.pageRecords = page
    }

    /// How many records one answer has at most.
    let pageRecords: Int

    private static func selected(
        _ text: String?, of set: ODataSet
    ) throws(ODataFault) -> ([ODataSet.Property], Bool) {
        guard let text, text != "*" else { return (set.properties, false) }
        var properties: [ODataSet.Property] = []
        for name in text.split(separator: ",").map({ $0.filter { $0 != " " } }) {
            guard let property = set.property(name) else { throw .badRequest("there is no property \(name)") }
            if !properties.contains(where: { $0.name == name }) { properties.append(property) }
        }
        guard !properties.isEmpty else { throw .badRequest("$select names no property") }
        return (properties, true)
    }

    private static func flag(_ text: String?) throws(ODataFault) -> Bool {
        switch text {
        case nil, "false"?: return false
        case "true"?: return true
        default: throw .badRequest("$count is true or false")
        }
    }

    private static func number(_ text: String?, _ name: String) throws(ODataFault) -> Int? {
        guard let text else { return nil }
        guard let number = Int(text), (0...skipMax).contains(number) else {
            throw .badRequest("\(name) is a number from 0 to \(skipMax)")
        }
        return number
    }

    private static let orderTermsMax = 8

    private static func order(
        _ text: String?, of set: ODataSet
    ) throws(ODataFault) -> [(column: RowColumn, isDescending: Bool)] {
        guard let text else { return [] }
        let terms = text.split(separator: ",")
        guard terms.count <= orderTermsMax else { throw .badRequest("$orderby has more than \(orderTermsMax) terms") }
        var order: [(column: RowColumn, isDescending: Bool)] = []
        for term in terms {
            let words = term.split(separator: " ")
            guard let name = words.first, words.count <= 2, words.count == 1 || ["asc", "desc"].contains(words[1])
            else {
                throw .badRequest("$orderby is a list of properties, each with asc or desc behind it")
            }
            guard let property = set.property(String(name)) else {
                if name.contains(where: { $0 == "(" || $0 == "/" }) { throw .notSupported("an expression in $orderby") }
                throw .badRequest("there is no property \(name)")
            }
            order.append((try property.rowColumn("$orderby"), words.last == "desc"))
        }
        return order
    }
}

/// A place of the network, as a filter may name it.
struct ODataPlace: Sendable {
    let node: UInt64
    let town: String
}

extension ODataSet.Property {
    /// What the store sorts and filters by.
    ///
    /// - Throws: ``ODataFault`` 501 for what only follows from a value, and for personal values: whoever may not see one
    ///   must not find it out by asking.
    func rowColumn(_ option: String) throws(ODataFault) -> RowColumn {
        guard !column.isPersonal else { throw .notSupported("\(option) by the masked property \(name)") }
        switch column.source {
        case .number: return .number
        case .place: return .place
        case .station: return .station
        case .version: return .version
        case .conflicts: return .conflicts
        case .value(let field): return .field(field)
        case .town, .label, .latitude, .longitude, .file: throw .notSupported("\(option) by \(name)")
        }
    }
}
