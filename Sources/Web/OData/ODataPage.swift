import Device
import FieldRecords
import Foundation
import Reports
import Store

/// One answer with records: a page of an entity set, and where it goes on.
struct ODataPage {
    private let query: ODataQuery
    private let page: FeedPage
    private let set: ODataSet
    private let url: ODataURL

    init(_ query: ODataQuery, _ page: FeedPage, of set: ODataSet, _ url: ODataURL) {
        self.query = query
        self.page = page
        self.set = set
        self.url = url
    }

    func json(root: String) -> JSONValue {
        var members = [JSONMember("@odata.context", .string(ODataPage.context(query, of: set, root: root)))]
        if let count = page.count { members.append(JSONMember("@odata.count", .integer(Int64(count)))) }
        let rows = page.rows.prefix(query.pageRecords)
        members.append(JSONMember("value", .array(rows.map { .object(query.members($0.cells)) })))
        if page.rows.count > rows.count, let last = rows.last {
            members.append(JSONMember("@odata.nextLink", .string(next(after: last.row, rows.count, root: root))))
        }
        return .object(members)
    }

    static func context(_ query: ODataQuery, of set: ODataSet, root: String) -> String {
        let names = query.isSelected ? "(\(query.properties.map(\.name).joined(separator: ",")))" : ""
        return "\(root)$metadata#\(set.name)\(names)"
    }

    /// The address of the next page: the same request, from where this one ended.
    ///
    /// In the order of arrival a page goes on behind the last record, so that what comes in meanwhile moves nothing; in
    /// an order of the client's own, behind so many records.
    private func next(after row: Int64, _ told: Int, root: String) -> String {
        var options = url.options
        options["skip"] = nil
        options["skiptoken"] = String(query.rows.order.isEmpty ? row : Int64(query.rows.skip + told))
        if let top = query.top { options["top"] = String(top - told) }
        let pairs = options.sorted { $0.key < $1.key }.map { "$\($0.key)=\(ODataPage.encoded($0.value))" }
        return "\(root)\(set.name)?\(pairs.joined(separator: "&"))"
    }

    private static func encoded(_ text: String) -> String {
        let plain = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~,()':/@!*$")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}

extension ODataQuery {
    /// A record as an object.
    func members(_ cells: [Cell]) -> [JSONMember] {
        zip(properties, cells).map { JSONMember($0.name, $0.type.json($1)) }
    }
}
