/// How wide a text stands in a terminal: a Chinese character takes two columns.
///
/// The ranges are those of Unicode's EastAsianWidth.txt marked W and F, drawn together; ambiguous ones count one.
enum TextWidth {
    /// What every terminal has.
    static let columnsMax = 80

    static func columns(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
    }

    static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - TextWidth.columns(of: text)))
    }

    /// Breaks a text into lines: between words, and anywhere between Chinese characters.
    static func wrap(_ text: String, columns: Int) -> [String] {
        let closing = "，。；：、）”！？"
        var words: [String] = []
        for word in text.split(separator: " ") {
            var piece = ""
            for character in word {
                let isWide = TextWidth.columns(of: String(character)) > 1
                // Closing punctuation never begins a line; a word may stand right behind it.
                let isBreak =
                    isWide ? !closing.contains(character) : piece.last.map { closing.contains($0) } ?? false
                if isBreak, !piece.isEmpty {
                    words.append(piece)
                    piece = ""
                }
                piece.append(character)
            }
            words.append(piece + " ")
        }
        return wrap(pieces: words, columns: columns)
    }

    /// A line as it stands if a terminal has room for it, else broken, with what follows further in.
    static func fitted(_ line: String) -> [String] {
        guard columns(of: line) > columnsMax else { return [line] }
        let indent = String(line.prefix { $0 == " " })
        let parts = wrap(line, columns: columnsMax - indent.count - 2)
        return parts.enumerated().map { indent + ($0.offset > 0 ? "  " : "") + $0.element }
    }

    /// Breaks between the words given, never inside one.
    static func wrap(words: [String], columns: Int) -> [String] {
        wrap(pieces: words.map { $0 + " " }, columns: columns)
    }

    private static func wrap(pieces: [String], columns limit: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for piece in pieces {
            let width = columns(of: piece) - (piece.last == " " ? 1 : 0)
            if !line.isEmpty, columns(of: line) + width > limit {
                lines.append(line)
                line = ""
            }
            line += piece
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map { line in line.last == " " ? String(line.dropLast()) : line }
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}

extension String {
    /// The text fit for one line of a terminal: what a carried record holds must not move the cursor, change colours
    /// or turn the direction of writing.
    var onOneLine: String {
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x0D, 0x2028, 0x2029: shown.append("⏎")
            case 0x09: shown.append(" ")
            case ..<0x20, 0x7F...0x9F: shown.append("\u{FFFD}")
            case 0x202A...0x202E, 0x2066...0x2069: continue
            default: shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// A time in ISO 8601 without the fraction of its second, which says nothing to people.
    var withoutFraction: String {
        guard let point = firstIndex(of: ".") else { return self }
        return String(self[..<point] + self[point...].dropFirst().drop { $0.isNumber })
    }
}
