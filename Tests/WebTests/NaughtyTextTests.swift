import Callers
import Foundation
import Testing

@testable import CommandsTests

@Suite("texts that break other programs", .enabled(if: Scratch.hasData, "the hostile data is not here"))
struct NaughtyTextTests {
    @Test("every one of them is saved, shown, found, listed and exported as it is, and does nothing")
    func everyText() async throws {
        let file = Scratch.data.appending(path: "hostile/blns.json")
        let texts = try JSON(Data(contentsOf: file)).elements.compactMap(\.text)
        try #require(texts.count > 400)
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        let page = try PageServer(scratch, "host")
        var kept: [String: String] = [:]
        for text in texts {
            let fields = try JSONSerialization.data(withJSONObject: [
                "form": "activity", "fields": ["title": text, "note": text, "partner": text],
            ])
            let answer = try await page.ask("POST", "/api/v1/records", body: Array(fields))
            // A title is needed: what is nothing but space is none.
            if text.allSatisfy(\.isWhitespace) {
                #expect([201, 400].contains(answer.status))
                continue
            }
            #expect(answer.status == 201, "\(text): \(answer.text)")
            if let number = try answer.json["number"]?.text { kept[number] = text }
        }
        #expect(kept.count > 400)
        let listed = try await page.ask("GET", "/api/v1/records").json.elements
        let titles = Dictionary(
            uniqueKeysWithValues: listed.map { ($0["number"]?.text ?? "", $0["fields"]?["title"]?.text ?? "") })
        for (number, text) in kept { #expect(titles[number] == text, "\(number)") }
        try await expectShown(kept, page)
        try await expectFound(kept, page)
        try await scratch.done("host", "export", "activity", "--format", "jsonl", "--out", "all.jsonl")
        let lines = try scratch.text(of: "all.jsonl").split(separator: "\n").map { try JSON(Data($0.utf8)) }
        let exported = Set(lines.compactMap { $0["title"]?.text })
        #expect(exported.isSuperset(of: kept.values), "\(Set(kept.values).subtracting(exported))")
    }

    private func expectShown(_ kept: [String: String], _ page: PageServer) async throws {
        for (number, text) in kept.sorted(by: { $0.key < $1.key }) where text.contains(where: { "<>\"'&".contains($0) })
        {
            let shown = try await page.ask("GET", "/record/\(number)")
            #expect(shown.status == 200, "\(number)")
            let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
                .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
            #expect(shown.text.contains(escaped), "\(text)")
            #expect(!shown.text.contains(text) || escaped == text, "\(text)")
        }
    }

    private func expectFound(_ kept: [String: String], _ page: PageServer) async throws {
        for (number, text) in kept.sorted(by: { $0.key < $1.key }).enumerated().filter({ $0.offset % 8 == 0 }).map(
            \.element)
        where text.utf8.count <= 80 {
            let query = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let found = try await page.ask("GET", "/api/v1/records?limit=500&q=\(query)")
            #expect(found.status == 200, "\(text)")
            #expect(try found.json.elements.contains { $0["number"]?.text == number }, "\(text)")
        }
    }
}
