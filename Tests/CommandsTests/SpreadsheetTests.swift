import Foundation
import Testing

/// LibreOffice, where it is installed; the tests never install it.
enum LibreOffice {
    static let program = ["/usr/bin/soffice", "/usr/bin/libreoffice"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }.map { URL(filePath: $0) }
}

/// Another program's reading of what was exported: LibreOffice opens the file and writes the cells back as CSV.
@Suite(
    "exports in LibreOffice",
    .enabled(if: LibreOffice.program != nil, "no LibreOffice: apt install libreoffice-calc-nogui"), .serialized)
struct SpreadsheetTests {
    /// UTF-8, commas, cells as they are shown.
    private static let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"

    private static let titles = [
        "包饺子", "=cmd|' /C calc'!A0", "+86 138", "-5", "@x", "two\nlines", "a,b \"c\"", "_x0041_", " spaces ", "00123",
        "2023-11-08", "1e5", "TRUE", "<b>&amp;", "😀",
    ]

    private func makeRecords(_ scratch: Scratch) async throws {
        try await scratch.makeDistrict()
        let rows = try SpreadsheetTests.titles.enumerated().map { index, title in
            let row: [String: Any] = [
                "date": "2023-11-\(10 + index)", "title": title, "kind": "other", "people": index * 1000,
            ]
            return String(decoding: try JSONSerialization.data(withJSONObject: row), as: UTF8.self)
        }
        try scratch.write(rows.joined(separator: "\n") + "\n", to: "rows.jsonl")
        try await scratch.done("host", "import", "activity", "rows.jsonl")
    }

    /// The cells of a file as LibreOffice shows them.
    private func cells(_ scratch: Scratch, _ file: String, options: [String] = []) async throws -> [[String]] {
        let converted = try await scratch.run(
            try #require(LibreOffice.program),
            ["--headless", "--norestore"] + options
                + ["--convert-to", SpreadsheetTests.filter, "--outdir", "converted", file],
            environment: ["LC_ALL": "C.UTF-8"])
        #expect(converted.code == 0, "\(converted.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("converted"))
        let name = try #require(names.first { $0.hasPrefix(file.split(separator: ".")[0]) && $0.hasSuffix(".csv") })
        defer { try? FileManager.default.removeItem(atPath: scratch.path("converted")) }
        return SpreadsheetTests.rows(try scratch.text(of: "converted/\(name)"))
    }

    @Test("a workbook comes back with the same cells, and nothing in it is run")
    func workbook() async throws {
        let scratch = try Scratch()
        try await makeRecords(scratch)
        try await scratch.done("host", "export", "activity", "--format", "xlsx", "--out", "activity.xlsx")
        let rows = try await cells(scratch, "activity.xlsx")
        try expect(rows, titles: SpreadsheetTests.titles)
    }

    @Test("a CSV file comes back with the same cells, what looks like a formula behind an apostrophe")
    func csv() async throws {
        let scratch = try Scratch()
        try await makeRecords(scratch)
        try await scratch.done("host", "export", "activity", "--format", "csv", "--out", "activity.csv")
        let rows = try await cells(scratch, "activity.csv", options: ["--infilter=CSV:44,34,76,1,,0,false,false,false"])
        try expect(
            rows, titles: SpreadsheetTests.titles.map { "=+-@".contains($0.first ?? " ") ? "'" + $0 : $0 },
            isText: false)
    }

    /// - Parameter isText: whether the file says which cells are text; CSV does not, and a program guesses numbers.
    private func expect(_ rows: [[String]], titles: [String], isText: Bool = true) throws {
        let header = try #require(rows.first)
        func column(_ name: String) throws -> [String] {
            let index = try #require(header.firstIndex(of: name))
            return rows.dropFirst().map { index < $0.count ? $0[index] : "" }
        }
        let shown = try column("title")
        #expect(shown.count == titles.count)
        for (one, title) in zip(shown, titles) where isText || !["00123", "1e5", "TRUE"].contains(title) {
            #expect(one == title)
        }
        #expect(try column("people") == titles.indices.map { String($0 * 1000) })
        #expect(try column("date") == titles.indices.map { "2023-11-\(10 + $0)" })
        #expect(Set(try column("kind_label")) == ["其他"])
        #expect(try column("_number").first == "host-1")
    }

    /// Rows of CSV, read by other rules than the program's own.
    private static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = [[]]
        var cell = ""
        var isQuoted = false
        var lastWasQuote = false
        for character in text.unicodeScalars where character != "\u{FEFF}" {
            let followsQuote = lastWasQuote
            lastWasQuote = false
            switch character {
            case "\"":
                // A quote within quotes is written twice: it ends them and begins them again at once.
                if !isQuoted, followsQuote { cell += "\"" }
                lastWasQuote = isQuoted
                isQuoted.toggle()
            case "," where !isQuoted:
                rows[rows.count - 1].append(cell)
                cell = ""
            case "\n" where !isQuoted:
                rows[rows.count - 1].append(cell)
                rows.append([])
                cell = ""
            case "\r" where !isQuoted: break
            default: cell.unicodeScalars.append(character)
            }
        }
        return rows.filter { !$0.isEmpty }
    }
}
