import FieldRecords

/// The parts of a workbook as XML (ECMA-376, SpreadsheetML): one cell, one row, and what surrounds the rows.
enum SheetXML {
    /// The longest text that a cell takes, in UTF-16 units.
    static let textUnitsMax = 32_767
    static let rowsMax = 1_048_576
    private static let namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    /// Rows of `cellXfs` in ``styles``.
    private enum Style {
        static let header = 1
        static let date = 2
        static let time = 3
        static let moment = 4
        static let text = 5
    }

    static let prologue = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

    /// - Parameter widths: of the columns, in characters.
    static func sheetStart(widths: [Int]) -> String {
        let columns = widths.enumerated().map {
            "<col min=\"\($0 + 1)\" max=\"\($0 + 1)\" width=\"\($1)\" customWidth=\"1\"/>"
        }
        return """
            \(prologue)<worksheet xmlns="\(namespace)"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" \
            topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
            <cols>\(columns.joined())</cols><sheetData>
            """
    }

    static let sheetEnd = "</sheetData></worksheet>"

    static func header(_ titles: [String]) -> String {
        "<row>" + titles.map { text($0, Style.header) }.joined() + "</row>"
    }

    static func row(_ cells: [Cell], utcOffsetMinutes: Int) -> String {
        "<row>" + cells.map { cell($0, utcOffsetMinutes: utcOffsetMinutes) }.joined() + "</row>"
    }

    private static func cell(_ cell: Cell, utcOffsetMinutes: Int) -> String {
        switch cell {
        case .empty: "<c/>"
        case .text(let content): text(content, Style.text)
        // Beyond 2^53 a spreadsheet's numbers lose digits.
        case .integer(let number) where number.magnitude > 1 << 53: text(String(number), Style.text)
        case .integer(let number): "<c><v>\(number)</v></c>"
        case .decimal(let number): "<c><v>\(number.plainText)</v></c>"
        case .date(let date):
            serial(of: date).map { "<c s=\"\(Style.date)\"><v>\($0)</v></c>" } ?? text(date.description, Style.text)
        case .time(let time):
            "<c s=\"\(Style.time)\"><v>\((Double(time.milliseconds) / 86_400_000).plainText)</v></c>"
        case .moment(let moment): momentCell(moment, utcOffsetMinutes: utcOffsetMinutes)
        }
    }

    /// In the network's time, which a spreadsheet cannot tell from any other.
    private static func momentCell(_ moment: Moment, utcOffsetMinutes: Int) -> String {
        let shift = moment.time.offsetMinutes.map { utcOffsetMinutes - $0 } ?? 0
        guard let day = serial(of: moment.date) else { return text(moment.description, Style.text) }
        let serial = Double(day) + Double(moment.time.milliseconds + shift * 60_000) / 86_400_000
        return "<c s=\"\(Style.moment)\"><v>\(serial)</v></c>"
    }

    /// Days since 30 December 1899; nil before March 1900, where Excel counts a day that never was.
    private static func serial(of date: CivilDate) -> Int? {
        let serial = date.days + 25_569
        return serial >= 61 ? serial : nil
    }

    private static func text(_ content: String, _ style: Int) -> String {
        "<c s=\"\(style)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\(escaped(content))</t></is></c>"
    }

    /// XML's own signs, and ECMA-376's `_xHHHH_` for what XML cannot hold, and for what looks like that already.
    static func escaped(_ text: String) -> String {
        var shown = ""
        let short = text.utf16.count <= textUnitsMax ? text : cut(text)
        let scalars = Array(short.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "&": shown += "&amp;"
            case "<": shown += "&lt;"
            case ">": shown += "&gt;"
            case "_" where looksEscaped(scalars[index...]): shown += "_x005F_"
            case "\r": shown += "_x000D_"
            case "\t", "\n": shown.unicodeScalars.append(scalar)
            default:
                if scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    shown += "_x\(String(repeating: "0", count: 4 - digits.count))\(digits)_"
                } else {
                    shown.unicodeScalars.append(scalar)
                }
            }
        }
        return shown
    }

    private static func looksEscaped(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        let next = Array(rest.prefix(7))
        return next.count == 7 && next[1] == "x" && next[6] == "_"
            && next[2..<6].allSatisfy { $0.properties.isASCIIHexDigit }
    }

    private static func cut(_ text: String) -> String {
        var shown = ""
        var units = 0
        for character in text {
            units += character.utf16.count
            if units >= textUnitsMax { break }
            shown.append(character)
        }
        return shown + "…"
    }
}
