import FieldRecords

extension String {
    /// The text as HTML, SVG and XML show it: nothing in it is markup, nothing turns the direction of writing, and there
    /// are no characters that XML forbids.
    var markup: String {
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "&": shown.append(contentsOf: "&amp;".unicodeScalars)
            case "<": shown.append(contentsOf: "&lt;".unicodeScalars)
            case ">": shown.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": shown.append(contentsOf: "&quot;".unicodeScalars)
            case "'": shown.append(contentsOf: "&#39;".unicodeScalars)
            case _ where scalar.turnsDirection: continue
            default:
                switch scalar.value {
                case 0x09, 0x0A, 0x0D: shown.append(" ")
                case ..<0x20, 0x7F...0x9F, 0xFFFE, 0xFFFF: shown.append("\u{FFFD}")
                default: shown.append(scalar)
                }
            }
        }
        return String(shown)
    }
}
