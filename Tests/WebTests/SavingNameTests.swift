import Callers
import Testing

@testable import CommandsTests

@Suite("A record that a program sends under a name")
struct SavingNameTests {
    let scratch: Scratch
    let page: PageServer

    init() async throws {
        (scratch, page) = try await PageServer.ofStation()
    }

    private func send(_ title: String, once: String) async throws -> (status: Int, number: String?) {
        let answer = try await page.ask(
            "POST", "/api/v1/records",
            json: #"{"form": "activity", "fields": {"title": "\#(title)"}, "once": "\#(once)"}"#)
        if answer.status >= 400 { #expect(try answer.json["error"]?.text?.isEmpty == false) }
        return (answer.status, try answer.json["number"]?.text)
    }

    private func titles() async throws -> [String] {
        try await page.ask("GET", "/api/v1/records").json.elements.compactMap { $0["fields"]?["title"]?.text }.sorted()
    }

    @Test("the same again answers the same record, also once it was edited; other content is refused, in words")
    func again() async throws {
        let first = try await send("Monday", once: "week-49")
        #expect(try await send("Monday", once: "week-49") == first)
        let other = try await send("Tuesday", once: "week-49")
        #expect(other.status == 409 && other.number == nil)
        let number = try #require(first.number)
        let edited = try await page.ask("PATCH", "/api/v1/records/\(number)", json: #"{"fields": {"title": "Sunday"}}"#)
        #expect(edited.status == 200)
        #expect(try await send("Monday", once: "week-49") == first)
        #expect(try await titles() == ["Sunday"])
    }

    @Test("what was left out of it, and the form filled in, makes no other content; what was cleared since does")
    func parts() async throws {
        func send(_ fields: String) async throws -> Int {
            let body = #"{"form": "issue", "fields": {\#(fields)}, "once": "i1"}"#
            return try await page.ask("POST", "/api/v1/records", json: body).status
        }
        #expect(try await send(#""kind": "pay", "title": "x", "raised_by": "Zhang""#) == 201)
        #expect(try await send(#""kind": "pay", "title": "x", "raised_by": "Zhang""#) == 201)
        #expect(try await send(#""kind": "pay", "title": "x", "raised_by": "Wang""#) == 409)
        #expect(try await send(#""kind": "pay", "title": null"#) == 409)
        #expect(try await send(#""kind": "pay", "title": "x""#) == 201)
        try await scratch.done("037", "record", "erase", "037-1")
        #expect(try await send(#""kind": "pay", "title": "x", "raised_by": "Zhang""#) == 201)
        #expect(try await page.ask("GET", "/api/v1/records").json.elements.count == 1)
    }

    @Test("what the form calculates in the place of what was sent makes no other content")
    func calculation() async throws {
        let form = """
            survey
            ,type,name,label,relevant,calculation
            ,integer,n,数,,
            ,integer,tot,合计,${n} > 0,${n} * 2
            settings
            ,form_id,version
            ,f1,1

            """
        try scratch.write(form, to: "f1.csv")
        try await scratch.done("host", "form", "add", "f1.csv")
        try await scratch.exchange(["037"])
        func send(_ once: String, _ fields: String) async throws -> Int {
            let body = #"{"form": "f1", "fields": {\#(fields)}, "once": "\#(once)"}"#
            return try await page.ask("POST", "/api/v1/records", json: body).status
        }
        for _ in 0..<2 { #expect(try await send("a", #""n": 3, "tot": 5"#) == 201) }
        #expect(try await send("a", #""n": 3, "tot": 6"#) == 201)
        #expect(try await send("a", #""n": 4, "tot": 5"#) == 409)
        // Where it calculates nothing, what was sent is the content.
        for _ in 0..<2 { #expect(try await send("b", #""n": 0, "tot": 5"#) == 201) }
        #expect(try await send("b", #""n": 0, "tot": 6"#) == 409)
    }

    @Test("an empty name names nothing, and one that is too long is refused rather than cut")
    func names() async throws {
        let made = [try await send("Monday", once: ""), try await send("Tuesday", once: "")]
        #expect(made.map(\.status) == [201, 201] && made[0].number != made[1].number)
        let longest = String(repeating: "\u{20000}", count: 64)
        #expect(try await send("one", once: longest).status == 201)
        for row in ["-row-1", "-row-2"] { #expect(try await send(row, once: longest + row).status == 400) }
        // One character to the eye, 65 to the document.
        #expect(try await send("marks", once: "e" + String(repeating: "\u{301}", count: 64)).status == 400)
        #expect(try await titles() == ["Monday", "Tuesday", "one"])
    }

    @Test("a name, a place, a form or a writer that is no text is refused", arguments: ["once", "place", "form", "by"])
    func noText(member: String) async throws {
        let members = ["form": #""activity""#, "fields": #"{"title": "x"}"#].merging([member: "5"]) { $1 }
        let body = "{" + members.map { #""\#($0.key)": \#($0.value)"# }.joined(separator: ", ") + "}"
        #expect(try await page.ask("POST", "/api/v1/records", json: body).status == 400)
        #expect(try await titles().isEmpty)
    }
}
