import FieldRecords
import Mustache

/// Text as pages show it: nothing in it is markup, and nothing turns the direction of what stands behind it.
struct PageText: MustacheContentType {
    /// Text that a form brings back has to stay as it is: shown in a control of its own, it turns nothing else.
    private static let returned = "RETURNED"
    private static let shown = "SHOWN"

    let isReturned: Bool

    func escapeText(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            case _ where scalar.turnsDirection && !isReturned: continue
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    /// A template in which all texts are escaped so: those in the attribute `value` and in a `textarea` come back.
    static func template(_ source: String) -> String {
        MustacheContentTypes.register(PageText(isReturned: false), named: shown)
        MustacheContentTypes.register(PageText(isReturned: true), named: returned)
        func returning(_ tag: Substring) -> String {
            "{{% CONTENT_TYPE:\(returned)}}\(tag){{% CONTENT_TYPE:\(shown)}}"
        }
        let marked = source.replacing(/value="({{[A-Za-z.]+}})"/) { "value=\"\(returning($0.1))\"" }
            .replacing(/>\n({{[A-Za-z.]+}})<\/textarea>/) { ">\n\(returning($0.1))</textarea>" }
        return "{{% CONTENT_TYPE:\(shown)}}\n\(marked)"
    }
}
