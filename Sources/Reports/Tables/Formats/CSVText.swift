/// Rows of cells as CSV (RFC 4180), the way spreadsheet programs read them right: UTF-8 with a byte order mark, lines that
/// end in CR LF.
package enum CSVText {
    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    package static func row(_ cells: [String]) -> [UInt8] {
        Array((cells.map(quoted).joined(separator: ",") + "\r\n").utf8)
    }

    private static func quoted(_ cell: String) -> String {
        let needsQuotes = cell.utf8.contains { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }
        return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }
}

extension String {
    /// A text that no spreadsheet program runs as a formula, and that holds nothing it cannot show.
    ///
    /// Text that begins with `=`, `+`, `-`, `@` (full-width ones too, which programs in Chinese and Japanese read alike),
    /// a tab, or a line break gets an apostrophe before it; see OWASP, "CSV Injection". Other control characters become
    /// U+FFFD: a NUL ends a cell in some programs, and U+FFFE makes a file unreadable in others. JSON Lines keeps every
    /// text as it is.
    var harmlessCell: String {
        var shown = String.UnicodeScalarView()
        for (index, scalar) in unicodeScalars.enumerated() {
            if index == 0, String.formulaStarts.contains(scalar) { shown.append("'") }
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: shown.append(scalar)
            case ..<0x20, 0x7F...0x9F, 0xFFFE, 0xFFFF: shown.append("\u{FFFD}")
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// A cell as it was before ``harmlessCell`` put an apostrophe before it.
    ///
    /// For what is no free text, such as the position `-33.5 151.2`: a text may begin with an apostrophe of its own.
    package var withoutFormulaGuard: String {
        let rest = unicodeScalars.dropFirst()
        guard unicodeScalars.first == "'", let start = rest.first, String.formulaStarts.contains(start) else {
            return self
        }
        return String(rest)
    }

    private static let formulaStarts: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
    ]
}
