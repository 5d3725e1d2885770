import FieldRecords
import Testing

@Suite("Patches and their canonical JSON")
struct ValuePatchTests {
    static let file = FileReference(digest: [UInt8](0..<32), bytes: 7, mediaType: "image/jpeg")

    @Test(
        "every value has one spelling and reads back",
        arguments: [
            (FieldValue.empty, "null"), (.text("十\"五"), "\"十\\\"五\""), (.integer(15), "15"), (.decimal(15), "15.0"),
            (.decimal(0.1), "0.1"), (.decimal(-0.0), "0.0"), (.decimal(1e21), "1e+21"),
            (.list(["a", "b"]), "[\"a\",\"b\"]"),
            (.list([]), "[]"),
            (
                .file(file),
                "{\"bytes\":7,\"file\":\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\","
                    + "\"type\":\"image/jpeg\"}"
            ),
        ])
    func spelling(value: FieldValue, text: String) throws {
        let patch = Patch(["f": value])
        #expect(String(decoding: patch.json, as: UTF8.self) == "{\"f\":\(text)}")
        #expect(try Patch(json: patch.json) == patch)
        #expect(try FieldValue(json: JSONValue(parsing: Array(text.utf8))) == value)
    }

    @Test("names are sorted whatever order they come in")
    func sorted() {
        let patch = Patch(["b": .integer(2), "B": .integer(0), "a": .integer(1), "a_": .empty])
        #expect(patch.entries.map(\.name) == ["B", "a", "a_", "b"])
        #expect(patch["a"] == .integer(1))
        #expect(patch["c"] == nil)
    }

    @Test(
        "any other spelling of a patch is refused",
        arguments: [
            "{\"b\":1,\"a\":1}", "{\"a\":1,\"a\":1}", "{ \"a\":1}", "{\"a\":1} ", "{\"a\":1.50}", "{\"a\":-0}",
            "{\"a\":1e2}", "{\"a\":\"\\u0041\"}", "{\"a\":\"\\/\"}", "{\"a b\":1}", "{\"1a\":1}", "{\"a\":true}",
            "{\"a\":[1]}", "{\"a\":{\"file\":\"00\",\"bytes\":1,\"type\":\"x\"}}", "[]", "", "{\"a\":[[]]}",
            "{\"a\":1,}",
            "{\"\(String(repeating: "a", count: 65))\":1}", "{\"a\":\"\\u001F\"}", "{\"a\":[\"x\", \"y\"]}",
        ])
    func refused(text: String) {
        #expect(throws: FieldRecordsError.self) { try Patch(json: Array(text.utf8)) }
    }

    @Test("a patch longer than a change may be is refused before it is read")
    func tooLong() {
        let bytes = Patch(["a": .text(String(repeating: "x", count: Patch.jsonBytesMax))]).json
        #expect(throws: FieldRecordsError.badJSON(JSONFault(.tooLong, offset: Patch.jsonBytesMax))) {
            try Patch(json: bytes)
        }
    }

    @Test("no change of one byte is read as the same patch", arguments: 0..<64)
    func everyByteCounts(seed: UInt8) throws {
        let patch = Patch(["date": .text("2023-11-08"), "n": .decimal(2.5), "s": .list(["a"]), "f": .file(Self.file)])
        for index in patch.json.indices {
            var bytes = patch.json
            bytes[index] ^= seed &+ 1
            guard let other = try? Patch(json: bytes) else { continue }
            #expect(other != patch)
            #expect(other.json == bytes)
        }
    }
}
