import Foundation

/// What a URL of the feed asks for.
struct ODataURL {
    enum Resource: Hashable {
        case service
        case metadata
        case set(String)
        case count(of: String)
        case entity(of: String, key: String)
    }

    /// The longest path and query together.
    static let bytesMax = 16 << 10

    let resource: Resource
    /// The system options by name, without the `$`, each once.
    let options: [String: String]

    /// - Parameters:
    ///   - path: below the feed's root, percent-encoded: `issue`, `issue/$count`, `issue('037-1')`, `$metadata`.
    ///   - query: percent-encoded, without the `?`.
    init(path: String, query: String) throws(ODataFault) {
        guard path.utf8.count + query.utf8.count <= ODataURL.bytesMax else {
            throw ODataFault(status: 414, message: "the address is too long")
        }
        options = try ODataURL.options(in: query)
        let parts = path.split(separator: "/").map(String.init)
        let segments = parts.compactMap(\.removingPercentEncoding)
        guard segments.count == parts.count else { throw .badRequest("the path is not percent-encoded UTF-8") }
        switch (segments.first, segments.dropFirst().first, segments.count) {
        case (nil, _, _): resource = .service
        case ("$metadata"?, nil, _): resource = .metadata
        case (let name?, _, _) where name.hasPrefix("$"): throw .notSupported(name)
        case (let name?, "$count"?, 2): resource = .count(of: name)
        case (let name?, nil, _):
            guard name.hasSuffix(")"), let opening = name.firstIndex(of: "(") else {
                resource = .set(name)
                return
            }
            let key = try ODataURL.key(name[name.index(after: opening)...].dropLast())
            resource = .entity(of: String(name[..<opening]), key: key)
        default: throw .notSupported("a path below an entity")
        }
    }

    /// `'037-1'` or `_number='037-1'`; a quote within is doubled.
    private static func key(_ text: Substring) throws(ODataFault) -> String {
        var text = text
        if text.hasPrefix("\(ODataSet.key)=") { text = text.dropFirst(ODataSet.key.count + 1) }
        guard text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") else {
            throw .badRequest("a record is named by its number in quotes, such as issue('037-1')")
        }
        return text.dropFirst().dropLast().replacingOccurrences(of: "''", with: "'")
    }

    private static func options(in query: String) throws(ODataFault) -> [String: String] {
        var options: [String: String] = [:]
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // Some clients write a space as `+`; a plus of a value is written as %2B.
            let texts = pair.compactMap { $0.replacing("+", with: " ").removingPercentEncoding }
            guard texts.count == pair.count else { throw .badRequest("the query is not percent-encoded UTF-8") }
            // What has no `$` is the client's own affair.
            guard texts[0].hasPrefix("$") else { continue }
            let name = String(texts[0].dropFirst())
            guard options.updateValue(texts.count == 2 ? texts[1] : "", forKey: name) == nil else {
                throw .badRequest("$\(name) is given twice")
            }
        }
        return options
    }
}
