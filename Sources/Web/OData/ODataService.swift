import Device
import FieldRecords
import Reports
import Store

/// A feed of every form in OData 4.0, read-only: so that a spreadsheet or a report of others refreshes itself.
///
/// `issue`, `issue/$count`, `issue('037-1')`, `$metadata`; of a set `$select`, `$filter`, `$orderby`, `$top`, `$skip`,
/// `$count`; pages of at most 1,000 records, each with the address of the next. What OData knows beyond that is answered
/// with 501, never left out silently. Personal values are masked.
///
/// Sources: OData Version 4.0 Part 1 to 3 and OData JSON Format Version 4.0, OASIS Standard, 2014.
struct ODataService: Sendable {
    /// A request, without what carried it.
    struct Request: Sendable {
        /// Below the feed's root, percent-encoded.
        var path: String
        /// Percent-encoded, without the `?`.
        var query: String
        /// The feed's own address, with a slash at the end: `http://host:8410/odata/`.
        var root: String
        /// What the `Prefer` header asks for; nil where there is none.
        var prefer: String?
        var language: Language
    }

    struct Answer: Sendable {
        let status: Int
        let contentType: String
        let body: [UInt8]
    }

    private let device: Device

    init(_ device: Device) {
        self.device = device
    }

    /// - Throws: `DeviceError` where the device cannot be asked.
    func answer(_ request: Request) throws -> Answer {
        do {
            let url = try ODataURL(path: request.path, query: request.query)
            return try answer(url, request)
        } catch let fault as ODataFault { return Answer(fault.json, status: fault.status) }
    }

    private func answer(_ url: ODataURL, _ request: Request) throws -> Answer {
        let sets = ODataSet.all(try device.feedForms())
        func set(_ name: String) throws(ODataFault) -> ODataSet {
            guard let set = sets.first(where: { $0.name == name }) else { throw .notFound("entity set \(name)") }
            return set
        }
        switch url.resource {
        case .service: return Answer(ODataMetadata.service(sets, root: request.root))
        case .metadata:
            return Answer(
                status: 200, contentType: "application/xml;charset=utf-8", body: Array(ODataMetadata.xml(sets).utf8))
        case .set(let name): return try records(of: try set(name), url, request)
        case .count(let name):
            let query = try query(url.options.filter { $0.key == "filter" }, of: try set(name))
            let count = try device.feedCount(query.rows)
            return Answer(status: 200, contentType: "text/plain;charset=utf-8", body: Array("\(count)".utf8))
        case .entity(let name, let key): return try record(key, of: try set(name), url, request)
        }
    }

    private func query(
        _ options: [String: String], of set: ODataSet, pageMax: Int? = nil
    ) throws -> ODataQuery {
        let places = try device.feedPlaces().map { ODataPlace(node: $0.node.id, town: $0.town) }
        return try ODataQuery(options, of: set, places: places, pageMax: pageMax)
    }

    private func records(of set: ODataSet, _ url: ODataURL, _ request: Request) throws -> Answer {
        let query = try query(url.options, of: set, pageMax: ODataService.pageMax(request.prefer))
        let page = try device.feedPage(
            query.rows, of: set.form, columns: query.properties.map(\.column), countsAll: query.countsAll,
            language: request.language)
        return Answer(ODataPage(query, page, of: set, url).json(root: request.root))
    }

    private func record(_ key: String, of set: ODataSet, _ url: ODataURL, _ request: Request) throws -> Answer {
        var query = try query(url.options.filter { $0.key == "select" || $0.key == "format" }, of: set)
        if let other = url.options.keys.sorted().first(where: { $0 != "select" && $0 != "format" }) {
            throw ODataFault.notSupported("$\(other) of one record")
        }
        query.rows.condition = .compare(.number, .equal, .text(key))
        let page = try device.feedPage(
            query.rows, of: set.form, columns: query.properties.map(\.column), countsAll: false,
            language: request.language)
        guard let row = page.rows.first else { throw ODataFault.notFound("record \(key) in \(set.name)") }
        let context = ODataPage.context(query, of: set, root: request.root) + "/$entity"
        return Answer(.object([JSONMember("@odata.context", .string(context))] + query.members(row.cells)))
    }

    /// `odata.maxpagesize=100`, with the prefix or without, among other preferences.
    private static func pageMax(_ prefer: String?) -> Int? {
        for preference in (prefer ?? "").split(separator: ",") {
            let pair = preference.split(separator: "=").map { $0.filter { $0 != " " } }
            if pair.count == 2, ["odata.maxpagesize", "maxpagesize"].contains(pair[0].lowercased()) {
                return Int(pair[1])
            }
        }
        return nil
    }
}

extension ODataService.Answer {
    fileprivate init(_ json: JSONValue, status: Int = 200) {
        var bytes: [UInt8] = []
        json.appendJSON(to: &bytes)
        self.init(
            status: status, contentType: "application/json;odata.metadata=minimal;charset=utf-8", body: bytes)
    }
}
