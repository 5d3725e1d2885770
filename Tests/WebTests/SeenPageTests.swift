import Callers
import Foundation
import Testing

@testable import CommandsTests

/// What a page decides that stood open while the district's word came.
@Suite("a page that stood open")
struct SeenPageTests {
    let scratch: Scratch
    let page: PageServer

    init() async throws {
        (scratch, page) = try await PageServer.ofStation()
        try await scratch.exchange(["037"])
    }

    /// What a form of a page brings back under a name.
    private func sent(_ name: String, in html: String) throws -> String {
        let found = try #require(html.firstMatch(of: try Regex("name=\"\(name)\" value=\"([^\"]*)\"")))
        return String(found[1].substring ?? "").replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    }

    private func post(_ path: String, _ fields: [String: String]) async throws -> HTTPAnswer {
        let body = fields.merging(["token": page.token]) { $1 }.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }
        return try await page.ask(
            "POST", path, body: Array(body.joined(separator: "&").utf8),
            headers: [("Content-Type", "application/x-www-form-urlencoded")])
    }

    private func resolve(_ number: String) async throws {
        try await scratch.done("host", "record", "edit", number, "status=resolved")
        try await scratch.carry(from: "host", to: "037")
    }

    private func addIssue(_ title: String) async throws -> String {
        let saved = try await scratch.answer("037", "record", "add", "issue", "kind=entry", "title=\(title)")
        try await scratch.exchange(["037"])
        return try #require(saved["number"]?.text)
    }

    @Test("deletes what it showed: the district's word, which it did not show, stands as a conflict")
    func deletion() async throws {
        let number = try await addIssue("大门")
        let old = try await page.ask("GET", "/record/\(number)").text
        try await resolve(number)
        let seen = try sent("seen", in: old)
        let answer = try await post("/record/\(number)/delete", ["seen": seen])
        let location = try #require(answer.header("location"))
        #expect(answer.status == 303 && location.contains("done=keptUp"))
        let conflicts = try await scratch.answer("037", "conflict", "list").elements
        #expect(conflicts.map { $0["field"]?.text } == ["deleted"])
        #expect(try await page.ask("GET", location).text.contains("没有删掉"))
        let new = try sent("seen", in: try await page.ask("GET", "/record/\(number)").text)
        let again = try await post("/record/\(number)/delete", ["seen": new])
        #expect(again.header("location")?.contains("done=deleted") == true)
    }

    @Test("settles what it showed, and says so where another value came")
    func settlement() async throws {
        let number = try await addIssue("大门")
        try await scratch.done("host", "record", "edit", number, "status=assigned")
        try await scratch.done("037", "record", "edit", number, "status=declined")
        try await scratch.carry(from: "host", to: "037")
        let old = try await page.ask("GET", "/record/\(number)").text
        try await resolve(number)
        let values = try await scratch.answer("037", "conflict", "list").elements.first?["values"]?.elements ?? []
        let own = try #require(values.first { $0["value"]?.text == "declined" }?["dot"]?.text)
        let answer = try await post(
            "/record/\(number)/settle", ["seen": try sent("seen", in: old), "field": "status", "keep": own])
        #expect(answer.header("location")?.contains("done=settledInPart") == true)
        let left = try await scratch.answer("037", "conflict", "list").elements.first?["values"]?.elements ?? []
        #expect(Set(left.compactMap { $0["value"]?.text }) == ["declined", "resolved"])
    }

    @Test("merges nothing that was changed since it showed the two side by side")
    func merge() async throws {
        let numbers = [try await addIssue("南门的充电桩坏了"), try await addIssue("南门的充电桩坏了")]
        let old = try await page.ask("GET", "/duplicates").text
        try await resolve(numbers[1])
        let fields = Dictionary(
            uniqueKeysWithValues: try ["keep", "keep-seen", "other", "other-seen"].map {
                ($0, try sent($0, in: old))
            })
        #expect(Set([fields["keep"], fields["other"]]) == Set(numbers))
        let answer = try await post("/duplicates/merge", fields)
        #expect(answer.status == 400 && answer.text.contains("没有合并"), "\(answer.text)")
        #expect(try await scratch.numbers("037").count == 2)
    }

    @Test("changes nothing where it does not say what it showed")
    func silence() async throws {
        let number = try await addIssue("大门")
        for seen in ["", "{}", "x"] {
            #expect(try await post("/record/\(number)/delete", ["seen": seen]).status == 400)
        }
        #expect(try await scratch.numbers("037") == [number])
    }
}
