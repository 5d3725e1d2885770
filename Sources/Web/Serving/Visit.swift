import FieldRecords
import Foundation
import HTTPTypes
import Hummingbird

/// A request on its way through the page: who asks, in which language, and what they sent.
struct Visit: RequestContext {
    var coreContext: CoreRequestContextStorage
    var language = Language.zh
    /// Who is writing, as picked on the page; empty for the device's own name.
    var author = ""
    /// The fields of a sent form.
    var form = SentForm()
    /// The body of a request that sent something.
    var body = ByteBuffer()

    init(source: Source) {
        coreContext = .init(source: source)
    }

    /// What stands in the path under that name.
    func named(_ name: String) throws -> String { try parameters.require(name).removingPercentEncoding ?? "" }
}

extension String {
    /// As a part of a path, or a value of a query.
    var inPath: String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}

extension String {
    /// With LF alone at the end of each line.
    var withPlainLineEnds: String {
        guard utf8.contains(0x0D) else { return self }
        var scalars = UnicodeScalarView()
        var isAfterReturn = false
        for scalar in unicodeScalars {
            if !isAfterReturn || scalar != "\n" { scalars.append(scalar == "\r" ? "\n" : scalar) }
            isAfterReturn = scalar == "\r"
        }
        return String(scalars)
    }
}

extension Request {
    /// The page to come back to from the answer to this: itself, or where what was sent came from.
    var pagePath: String {
        guard method != .get, method != .head else { return uri.string }
        let path = uri.path
        // Forms are sent to where they are shown, everything else to a path below its page.
        if path.hasPrefix("/new/") || path.hasSuffix("/edit") { return path }
        let above = path.split(separator: "/").dropLast()
        return "/" + above.joined(separator: "/")
    }

    /// What the address says under that name; nil where it says nothing.
    func asked(_ name: String) -> String? {
        uri.queryParameters[name[...]].flatMap { $0.isEmpty ? nil : String($0) }
    }
}

/// What a browser sends of an HTML form.
///
/// It ends every line with CR and LF, whatever stood there; here lines end with LF, as they were typed.
///
/// Source: HTML, "Constructing entry list".
struct SentForm: Sendable {
    private var values: [(name: String, value: String)] = []

    init() {}

    static let fieldsMax = 2000

    /// - Throws: `HTTPError` 400 where it is no form.
    init(urlEncoded text: String) throws {
        let parts = text.split(separator: "&")
        guard parts.count <= SentForm.fieldsMax else { throw HTTPError(.badRequest, message: "too many fields") }
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = SentForm.decoded(pair[0]), let value = pair.count == 2 ? SentForm.decoded(pair[1]) : ""
            else { throw HTTPError(.badRequest, message: "this is no form") }
            values.append((name, value))
        }
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding?.withPlainLineEnds
    }

    /// What was sent under names that begin with a prefix, by the rest of the name; without what is empty.
    func filled(_ prefix: String) -> [(name: String, value: String)] {
        var names: [String] = []
        for (name, value) in values where name.hasPrefix(prefix) && !value.isEmpty && !names.contains(name) {
            names.append(name)
        }
        return names.map { (String($0.dropFirst(prefix.count)), self[$0] ?? "") }
    }

    /// The value of a field; of several of one name those that are not empty, with spaces between, as a
    /// `select_multiple` is typed.
    subscript(name: String) -> String? {
        let found = values.filter { $0.name == name }.map(\.value)
        return found.isEmpty ? nil : found.filter { !$0.isEmpty }.joined(separator: " ")
    }
}
