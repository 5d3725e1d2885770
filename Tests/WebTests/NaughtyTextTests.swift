import Callers
import Foundation
import Testing

@testable import CommandsTests

@Suite("texts that break other programs", .enabled(if: Scratch.hasData, "the hostile data is not here"))
struct NaughtyTextTests {
    /// The text fields of the form that is filled with them.
    private static let fields = ["title", "partner", "note"]

    @Test("every one of them is saved, found, listed and exported as it is, shown, and does nothing")
    func everyText() async throws {
        let file = Scratch.data.appending(path: "hostile/blns.json")
        // A title is needed: what is nothing but space is no answer.
        let texts = try JSON(Data(contentsOf: file)).elements.compactMap(\.text)
            .filter { !$0.allSatisfy(\.isWhitespace) }
        try #require(texts.count > 400)
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        let page = try PageServer(scratch, "host")
        var kept: [String: [String: String]] = [:]
        for begin in stride(from: 0, to: texts.count, by: NaughtyTextTests.fields.count) {
            let fields = Dictionary(uniqueKeysWithValues: zip(NaughtyTextTests.fields, texts[begin...]))
            let body = try JSONSerialization.data(withJSONObject: ["form": "activity", "fields": fields])
            let answer = try await page.ask("POST", "/api/v1/records", body: Array(body))
            #expect(answer.status == 201, "\(fields): \(answer.text)")
            if let number = try answer.json["number"]?.text { kept[number] = fields }
        }
        let listed = try await page.ask("GET", "/api/v1/records").json.elements
        #expect(listed.count == kept.count)
        for record in listed { expect(record["fields"], kept[record["number"]?.text ?? ""]) }
        try await scratch.done("host", "export", "activity", "--format", "jsonl", "--out", "all.jsonl")
        let lines = try scratch.text(of: "all.jsonl").split(separator: "\n").map { try JSON(Data($0.utf8)) }
        for line in lines { expect(line["fields"], kept[line["number"]?.text ?? ""]) }
        #expect(lines.count == kept.count)
        for (position, (number, fields)) in kept.sorted(by: { $0.key < $1.key }).enumerated() {
            try await expectShown(number, fields, page)
            if position % 4 == 0 { try await expectFound(number, fields, page) }
        }
    }

    private func expect(_ found: JSON?, _ kept: [String: String]?) {
        for (name, text) in kept ?? ["": ""] { #expect(found?[name]?.text == text, "\(name)") }
    }

    private func expectShown(_ number: String, _ fields: [String: String], _ page: PageServer) async throws {
        let shown = try await page.ask("GET", "/record/\(number)")
        #expect(shown.status == 200, "\(number)")
        for kept in fields.values {
            let text = String(String.UnicodeScalarView(kept.unicodeScalars.filter { !turns($0) }))
            let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
                .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
            #expect(shown.text.contains(escaped), "\(text)")
            if text.contains("<") { #expect(!shown.text.contains(text), "\(text)") }
        }
    }

    /// What turns the direction of the writing behind it is not shown.
    private func turns(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }

    private func expectFound(_ number: String, _ fields: [String: String], _ page: PageServer) async throws {
        for text in fields.values where text.utf8.count <= 200 {
            let query = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let found = try await page.ask("GET", "/api/v1/records?limit=500&q=\(query)")
            #expect(found.status == 200, "\(text)")
            #expect(try found.json.elements.contains { $0["number"]?.text == number }, "\(text)")
        }
    }
}
