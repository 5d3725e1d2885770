import FieldRecords
import Testing

@Suite("JSON")
struct JSONTests {
    @Test(
        "a text is read to the value it writes",
        arguments: [
            ("null", JSONValue.null), (" [1 , 2.50,-0]\n", [1, .decimal(2.5), 0]),
            ("{\"b\":true,\"a\":\"\\u00e9\\ud83d\\ude00\\/\"}", ["b": true, "a": "é😀/"]),
            ("-9223372036854775808", .integer(.min)), ("9223372036854775807", .integer(.max)),
            ("9223372036854775808", .decimal(9_223_372_036_854_775_808)), ("1e3", .decimal(1000)),
        ] as [(String, JSONValue)])
    func reading(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
    }

    @Test(
        "what is no JSON is refused at its byte",
        arguments: [
            ("", JSONFault.Problem.unexpectedEnd, 0), ("[1,]", .unexpectedByte, 3), ("01", .trailingBytes, 1),
            ("{\"a\":1,\"a\":2}", .duplicateKey, 7), ("\"\\ud800\"", .invalidEscape, 3), ("1.", .unexpectedEnd, 2),
            ("\"a\nb\"", .unexpectedByte, 2), ("1e400", .numberOutOfRange, 0), ("nul", .unexpectedEnd, 3),
            ("[1] x", .trailingBytes, 4), ("'a'", .unexpectedByte, 0), ("\"\\x\"", .invalidEscape, 2),
            ("\u{FEFF}1", .unexpectedByte, 0), ("+1", .unexpectedByte, 0), (".5", .unexpectedByte, 0),
        ])
    func refusing(text: String, problem: JSONFault.Problem, offset: Int) {
        #expect(throws: FieldRecordsError.badJSON(JSONFault(problem, offset: offset))) {
            try JSONValue(parsing: Array(text.utf8))
        }
    }

    @Test(
        "bytes that are no UTF-8 are refused", arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE4, 0xB8]])
    func refusingBytes(bytes: [UInt8]) {
        #expect(throws: FieldRecordsError.badJSON(JSONFault(.invalidUTF8, offset: 1))) {
            try JSONValue(parsing: [0x22] + bytes + [0x22])
        }
    }

    @Test("depth and length are bounded before anything is built")
    func limits() {
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: FieldRecordsError.badJSON(JSONFault(.tooDeep, offset: 64))) { try JSONValue(parsing: deep) }
        let limits = JSONLimits(bytesMax: 10)
        #expect(throws: FieldRecordsError.badJSON(JSONFault(.tooLong, offset: 10))) {
            try JSONValue(parsing: deep, limits: limits)
        }
    }

    @Test("two spellings of one letter are two keys")
    func keysByBytes() throws {
        let value = try JSONValue(parsing: Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8))
        #expect(value.members?.count == 2)
    }

    @Test("what is written, compact or pretty, reads back as the same")
    func roundTrip() throws {
        let value: JSONValue = [
            "empty": [], "none": [:], "text": "\u{0}\u{1F}\"\\/\n", "numbers": [.decimal(0.1), .decimal(1e300), -7],
            "nested": ["a": [["b": .null]]],
        ]
        #expect(try JSONValue(parsing: Array(value.compact.utf8)) == value)
        #expect(try JSONValue(parsing: Array(value.pretty.utf8)) == value)
        #expect(value.compact.contains("\"\\u0000\\u001f\\\"\\\\/\\n\""))
        #expect(JSONValue(dictionaryLiteral: ("a", [1])).pretty == "{\n  \"a\": [\n    1\n  ]\n}")
    }
}
