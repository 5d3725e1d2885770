import FieldRecords
import Testing

@testable import Reports

@Suite("cells")
struct CellTests {
    @Test(
        "what a spreadsheet would run as a formula is text",
        arguments: [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0",
        ])
    func formulas(text: String) {
        #expect(Cell.text(text).plainText == "'" + text)
        #expect(Cell.text("x" + text).plainText == "x" + text)
    }

    @Test("numbers are numbers, also below zero")
    func numbers() {
        #expect(Cell.integer(-5).plainText == "-5")
        #expect(Cell.decimal(-0.5).plainText == "-0.5")
        #expect(Cell.decimal(2).plainText == "2")
    }

    @Test("control characters do not reach a file of rows")
    func controls() {
        #expect(Cell.text("a\u{0}b\u{1B}c\u{7F}\u{FFFE}").plainText == "a\u{FFFD}b\u{FFFD}c\u{FFFD}\u{FFFD}")
        #expect(Cell.text("a\tb\nc").plainText == "a\tb\nc")
    }

    @Test("a row is quoted as RFC 4180 has it")
    func quoting() {
        let row = CSVText.row(["plain", "a,b", "say \"x\"", "two\nlines", ""])
        #expect(String(decoding: row, as: UTF8.self) == "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\r\n")
    }

    @Test("markup is never taken for markup, and nothing turns the direction of writing")
    func markup() {
        #expect("<b>&\"'\u{202E}\u{0}x".markup == "&lt;b&gt;&amp;&quot;&#39;\u{FFFD}x")
    }

    @Test(
        "a figure reads as people write it",
        arguments: [
            (0.0, "0"), (2600, "2600"), (6.5, "6.5"), (6.25, "6.25"), (1.0 / 3, "0.33"), (-0.5, "-0.5"), (2.999, "3"),
        ])
    func figureTexts(value: Double, text: String) {
        #expect(FigureText.number(value) == text)
    }
}

@Suite("workbooks")
struct WorkbookTests {
    @Test("what XML cannot hold is escaped as ECMA-376 says, and what looks escaped stays what it was")
    func escapes() {
        #expect(SheetXML.escaped("a\u{1}b") == "a_x0001_b")
        #expect(SheetXML.escaped("_x0041_") == "_x005F_x0041_")
        #expect(SheetXML.escaped("_x00") == "_x00")
        #expect(SheetXML.escaped("<&>") == "&lt;&amp;&gt;")
        #expect(SheetXML.escaped("a\r\nb\u{FFFF}") == "a_x000D_\nb_xFFFF_")
    }

    @Test("a text longer than a cell takes is cut, not refused")
    func longText() {
        let escaped = SheetXML.escaped(String(repeating: "汉", count: 40_000))
        #expect(escaped.utf16.count == SheetXML.textUnitsMax && escaped.hasSuffix("…"))
    }

    @Test("dates and times are numbers; a day before March 1900 is text")
    func dates() throws {
        func row(_ cell: Cell) -> String { SheetXML.row([cell], utcOffsetMinutes: 480) }
        #expect(row(.date(try #require(CivilDate("2023-11-08")))).contains("<v>45238</v>"))
        #expect(row(.date(try #require(CivilDate("1899-12-31")))).contains("1899-12-31"))
        #expect(row(.time(try #require(TimeOfDay("18:00")))).contains("<v>0.75</v>"))
        #expect(row(.moment(try #require(Moment("2023-11-08T04:00:00Z")))).contains("<v>45238.5</v>"))
        #expect(row(.integer(1 << 60)).contains("inlineStr"))
    }

    @Test("a sheet's name is one that every program takes, and none stands twice")
    func sheetNames() {
        #expect(WorkbookXML.sheetName("a/b[c]:*?\\'", besides: []) == "abc")
        #expect(WorkbookXML.sheetName("", besides: []) == "records")
        #expect(WorkbookXML.sheetName(String(repeating: "长", count: 40), besides: []).utf16.count == 31)
        #expect(WorkbookXML.sheetName("活动", besides: ["活动"]) == "活动 2")
        #expect(WorkbookXML.sheetName("Issue", besides: ["ISSUE"]) == "Issue 2")
    }
}

@Suite("archives")
struct ArchiveTests {
    @Test("what was put in comes out, files of no byte and of many among it")
    func roundTrip() throws {
        var bytes: [UInt8] = []
        let archive = ZIPWriter { bytes += $0 }
        let contents: [(String, [UInt8])] = [
            ("empty", []), ("中文.txt", Array("饺子".utf8)),
            ("large", (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }),
        ]
        for (name, content) in contents {
            try archive.begin(name)
            for start in stride(from: 0, to: content.count, by: 70_000) {
                try archive.add(Array(content[start..<min(start + 70_000, content.count)]))
            }
            try archive.end()
        }
        try archive.finish()
        let read = try #require(Unzipped(bytes))
        #expect(read.files.map(\.name) == contents.map(\.0))
        #expect(read.files.map(\.content) == contents.map(\.1))
    }
}

@Suite("seasons")
struct SeasonTests {
    @Test(
        "begin where the Chinese calendar begins them",
        arguments: [
            ("2023-11-08", "2023-11-07"), ("2023-11-06", "2023-08-07"), ("2024-01-31", "2023-11-07"),
            ("2024-02-04", "2024-02-04"), ("2024-05-04", "2024-02-04"), ("2024-08-06", "2024-05-05"),
            ("0001-01-01", "0001-01-01"),
        ])
    func begins(day: String, first: String) throws {
        let today = try #require(CivilDate(day))
        let period = try #require(Period(from: nil, to: nil, today: today))
        #expect(period.from.description == first && period.to == today)
        #expect(Period(from: CivilDate(daysSinceEpoch: today.days + 1), to: nil, today: today) == nil)
    }
}
