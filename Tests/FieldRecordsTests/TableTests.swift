import FieldRecords
import Testing

@Suite("Tables")
struct TableTests {
    /// Hands the bytes out in pieces of one size.
    static func source(_ bytes: [UInt8], pieceBytes: Int) -> ByteSource {
        var rest = bytes[...]
        return {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(pieceBytes) }
            return Array(rest.prefix(pieceBytes))
        }
    }

    static func rows(_ bytes: [UInt8], pieceBytes: Int = 1 << 20) throws -> [[String]] {
        var reader = CSVRows(source(bytes, pieceBytes: pieceBytes))
        var rows: [[String]] = []
        while let row = try reader.next() { rows.append(row.cells) }
        return rows
    }

    @Test(
        "CSV is read as RFC 4180 has it, with any line break",
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
            ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]), ("a,\"b,c\"\n", [["a", "b,c"]]),
            ("\"a \"\"b\"\"\"\n", [["a \"b\""]]), ("\"a\r\nb\",c\n", [["a\r\nb", "c"]]),
            ("a,\n,b\n\n", [["a", ""], ["", "b"]]),
            ("\u{FEFF}名称,“引号”\n", [["名称", "“引号”"]]), ("\"a\" ,b\n", [["a", "b"]]), ("a\"b,c\n", [["a\"b", "c"]]),
            ("", []),
        ])
    func reading(text: String, rows: [[String]]) throws {
        for pieceBytes in [1, 2, 3, 1000] {
            #expect(try Self.rows(Array(text.utf8), pieceBytes: pieceBytes) == rows)
        }
    }

    @Test("UTF-16 with its mark and GB18030 without are read as well")
    func encodings() throws {
        let text = "名称,🍔\n驿站,1\n"
        let little: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        for pieceBytes in [1, 3, 1000] {
            #expect(try Self.rows(little, pieceBytes: pieceBytes) == [["名称", "🍔"], ["驿站", "1"]])
            #expect(try Self.rows(big, pieceBytes: pieceBytes) == [["名称", "🍔"], ["驿站", "1"]])
        }
        let chinese: [UInt8] = [0xC3, 0xFB, 0xB3, 0xC6, 0x2C, 0xC0, 0xE0, 0xD0, 0xCD, 0x0A]
        #expect(try Self.rows(chinese, pieceBytes: 3) == [["名称", "类型"]])
        let late = Array(String(repeating: "a,b\n", count: 40_000).utf8) + chinese
        #expect(try Self.rows(late, pieceBytes: 4_097).last == ["名称", "类型"])
    }

    @Test(
        "what is no text, or no CSV, is refused with its row",
        arguments: [
            (Array("a,b\n1,\u{0}\n".utf8), TableFault.Problem.binary, 2), (Array("a\n\"b".utf8), .unclosedQuote, 2),
            (Array("\"a\"b\n".utf8), .textAfterQuote, 1), ([0xFF, 0xFF, 0x0A], .unknownEncoding, 1),
            (Array("a,名\n".utf8) + [0xE5, 0x0A, 0xFF], .unknownEncoding, 1),
            // A damaged byte, or a row in GB18030, makes no other words of Chinese in UTF-8.
            (Array("名称,类型\n驿".utf8) + [0xC4, 0xEA, 0x0A], .unknownEncoding, 1),
            (Array("title,kind\n".utf8) + [0xE5, 0xC5, 0x85] + Array("饺子会,meal\n义诊,x\n".utf8), .unknownEncoding, 1),
            ([0xE5, 0x90, 0x8D, 0xE7, 0xC4, 0xB0] + Array(",类型,数量\n".utf8), .unknownEncoding, 1),
        ])
    func refusing(bytes: [UInt8], problem: TableFault.Problem, row: Int) throws {
        let error = #expect(throws: FieldRecordsError.self) { try Self.rows(bytes) }
        guard case .badTable(let fault) = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(fault.problem == problem)
        #expect(fault.row == row)
    }

    @Test("damaged Chinese in UTF-8 is told from GB18030 wherever the damage is, also at the end of a piece")
    func damage() throws {
        let lines = Array(String(repeating: "a,b\n", count: 16_384).utf8)
        let fault: [UInt8] = [0xE5, 0xC5]
        let damaged: [UInt8] = lines.dropLast() + fault + Array("饺子会,包饺子\n".utf8)
        for pieceBytes in [1_000, 65_537, 200_000] {
            #expect(throws: FieldRecordsError.self) { try Self.rows(damaged, pieceBytes: pieceBytes) }
        }
    }

    @Test("a ragged row is reported with its row and line, and the rest is read")
    func ragged() throws {
        var table = try CSVTable(bytes: Array("a, b \n\"1\n1\",2\n3\n4,5,6\n7,8,,\n".utf8))
        #expect(table.header == ["a", "b"])
        var rows: [CSVTable.Row] = []
        while let row = try table.next() { rows.append(row) }
        #expect(
            rows.map(\.fault?.problem) == [
                nil, .tooFewCells(found: 1, expected: 2), .tooManyCells(found: 3, expected: 2), nil,
            ])
        #expect(rows.map(\.row) == [2, 3, 4, 5])
        #expect(rows.map(\.line) == [2, 4, 5, 6])
        #expect(rows[3].cells == ["7", "8"])
    }

    @Test("a header that is missing or names a column twice is refused")
    func headers() {
        #expect(throws: FieldRecordsError.badTable(TableFault(.empty, row: 1, line: 1))) { try CSVTable(bytes: []) }
        #expect(throws: FieldRecordsError.badTable(TableFault(.duplicateColumn("a"), row: 1, line: 1))) {
            try CSVTable(bytes: Array("a,b,a\n".utf8))
        }
    }

    @Test("a row beyond the limit is refused, though its quote never ends")
    func rowLimit() {
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        var isFirst = true
        var reader = CSVRows {
            defer { isFirst = false }
            return isFirst ? [UInt8(ascii: "\"")] : piece
        }
        let limit = TableFault.Problem.tooLong(limit: "rowBytesMax", max: TableLimits.rowBytesMax)
        #expect(throws: FieldRecordsError.badTable(TableFault(limit, row: 1, line: 1))) { try reader.next() }
    }

    @Test("JSON Lines gives each object, and says which lines are none")
    func jsonLines() throws {
        let text = "\u{FEFF}{\"a\":1}\r\n\n[1]\n{\"a\":\n{\"a\":2}"
        for pieceBytes in [1, 5, 1000] {
            var reader = JSONLines(Self.source(Array(text.utf8), pieceBytes: pieceBytes))
            var lines: [JSONLines.Line] = []
            while let line = try reader.next() { lines.append(line) }
            #expect(lines.map(\.line) == [1, 3, 4, 5])
            #expect(lines.map { $0.object["a"] } == [1, nil, nil, 2])
            #expect(lines[1].fault?.problem == .notAnObject)
            #expect(lines[2].fault?.problem == .json(JSONFault(.unexpectedEnd, offset: 5)))
        }
    }
}
