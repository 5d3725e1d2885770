import Callers
import Foundation
import Testing

@testable import CommandsTests

@Suite("the interface for programs")
struct InterfaceTests {
    let scratch: Scratch
    let page: PageServer

    init() async throws {
        (scratch, page) = try await PageServer.ofStation()
    }

    @Test("records are given as `record list` gives them, and one that is sent answers 201 with its number")
    func records() async throws {
        let sent = try await page.ask(
            "POST", "/api/v1/records",
            json: #"{"form": "issue", "fields": {"kind": "charging", "title": "门口 <b>充电</b>"}, "by": "张三"}"#)
        #expect(sent.status == 201)
        #expect(try sent.json["number"]?.text == "037-1")
        #expect(try sent.json["changed"]?.isTrue == true)
        try await scratch.done("037", "record", "add", "visit", "services=rest,charge", "people=3")
        let given = try await page.ask("GET", "/api/v1/records")
        let listed = try await scratch.yilu("037", ["record", "list", "--json"])
        #expect(try JSON(Data(given.body)).value as? NSArray == JSON(Data(listed.output.utf8)).value as? NSArray)
        #expect(given.header("content-type") == "application/json; charset=utf-8")
        let visits = try await page.ask("GET", "/api/v1/records?form=visit").json.elements
        #expect(visits.compactMap { $0["number"]?.text } == ["037-2"])
        let shown = try await page.ask("GET", "/api/v1/records/037-1").json
        #expect(shown["fields"]?["title"]?.text == "门口 <b>充电</b>")
        let history = try await page.ask("GET", "/api/v1/records/037-1/history").json.elements
        #expect(history.count == 1 && history[0]["by"]?.text == "张三")
    }

    @Test("a list that goes on says where, and the last page says nothing")
    func pages() async throws {
        for title in ["一", "二", "三"] { try await scratch.done("037", "record", "add", "activity", "title=\(title)") }
        let first = try await page.ask("GET", "/api/v1/records?form=activity&offset=0&limit=2&order=oldest")
        #expect(try first.json.elements.count == 2)
        let link = try #require(first.header("link"))
        #expect(link == "</api/v1/records?form=activity&limit=2&order=oldest&offset=2>; rel=\"next\"")
        let next = String(link.dropFirst().prefix { $0 != ">" })
        let last = try await page.ask("GET", next)
        #expect(try last.json.elements.compactMap { $0["number"]?.text } == ["037-3"])
        #expect(last.header("link") == nil)
        #expect(try await page.ask("GET", "/api/v1/records?form=activity").header("link") == nil)
    }

    @Test("a record is changed and deleted, by whoever is named")
    func changes() async throws {
        try await scratch.done("037", "record", "add", "activity", "title=一")
        let changed = try await page.ask(
            "PATCH", "/api/v1/records/037-1", json: #"{"fields": {"title": "二"}, "by": "张三"}"#)
        #expect(changed.status == 200)
        #expect(try changed.json["changed"]?.isTrue == true)
        #expect(try await page.ask("GET", "/api/v1/records/037-1").json["fields"]?["title"]?.text == "二")
        let deleted = try await page.ask("DELETE", "/api/v1/records/037-1")
        #expect(deleted.status == 204 && deleted.body.isEmpty)
        #expect(try await page.ask("GET", "/api/v1/records").json.elements.isEmpty)
        #expect(try await page.ask("GET", "/api/v1/records?kind=deleted").json.elements.count == 1)
    }

    @Test("errors are JSON with what happened and what to do, in both languages")
    func errors() async throws {
        let bodies = [
            #"{"form": "activity", "fields": {}}"#, #"{"form": "nothing", "fields": {}}"#,
            #"{"form": "activity", "fields": {"title": "一", "else": 1}}"#,
            #"{"form": "issue", "fields": {"kind": "no such kind"}}"#,
            #"{"form": "activity", "fields": {"title": "一"}, "place": "999"}"#,
        ]
        for body in bodies {
            let answer = try await page.ask("POST", "/api/v1/records", json: body)
            #expect([400, 403, 404].contains(answer.status), "\(body): \(answer.status)")
            let json = try answer.json
            for key in ["error", "advice", "zh"] { #expect(json[key]?.text?.isEmpty == false, "\(body): \(key)") }
        }
        for path in ["/api/v1/records/037-99", "/api/v1/forms/none", "/api/v1/nothing", "/api/v1/records/x/history"] {
            let answer = try await page.ask("GET", path)
            #expect(answer.status == 404, "\(path): \(answer.status)")
            #expect(try answer.json["error"]?.text?.isEmpty == false, "\(path)")
        }
        #expect(try await page.ask("GET", "/api/v1/records").json.elements.isEmpty)
    }

    @Test(
        "what makes no sense is refused, rather than answered as something else",
        arguments: [
            "records?choice=status:open", "records?form=issue&choice=status", "records?form=issue&choice=title:Door",
            "records?form=issue&choice=raised_by:Zhang", "records?form=issue&choice=_key:1", "report?from=abc",
            "report?to=2026-02-30", "records?limit=0", "records?limit=-1", "records?limit=501", "records?limit=x",
            "records?kind=bogus", "records?order=bogus", "records?offset=-1", "records?offset=x",
            "records?form=issue&limit=99999999999999999999", "records?q=\(String(repeating: "x", count: 257))",
        ])
    func nonsense(path: String) async throws {
        try await scratch.done("037", "record", "add", "issue", "kind=charging", "title=Door", "raised_by=Zhang")
        let answer = try await page.ask("GET", "/api/v1/" + path)
        #expect(answer.status == 400)
        #expect(try answer.json["error"]?.text?.isEmpty == false)
        for path in ["limit=1", "limit=500", "offset=0", "kind=standing", "order=oldest", "limit=", "kind="] {
            #expect(try await page.ask("GET", "/api/v1/records?" + path).json.elements.count == 1, "\(path)")
        }
        let body = #"{"form": "activity", "fields": {"title": "一"}, "place": 7}"#
        #expect(try await page.ask("POST", "/api/v1/records", json: body).status == 400)
        #expect(try await page.ask("GET", "/api/v1/records?form=issue&choice=status:open").json.elements.count == 1)
    }

    @Test(
        "a number of any size is kept, shown and asked for again",
        arguments: [("100000000000000000000", "1e+20"), ("9223372036854775808", "9.223372036854776e+18"), ("2", "2")])
    func largeNumber(typed: String, shown: String) async throws {
        let filled = try await page.ask(
            "POST", "/api/v1/forms/shift/fill", json: #"{"typed": {"team": "sorting", "hours": "\#(typed)"}}"#)
        #expect(filled.status == 200)
        try await scratch.done("037", "record", "add", "shift", "team=sorting", "hours=\(typed)")
        for path in ["/", "/list", "/record/037-1", "/record/037-1/edit", "/api/v1/records"] {
            let answer = try await page.ask("GET", path)
            #expect(answer.status == 200 && answer.text.contains(shown), "\(path)")
        }
    }

    @Test("a form follows what is typed, within the same rules as a save")
    func filling() async throws {
        func state(_ typed: String) async throws -> JSON {
            let answer = try await page.ask("POST", "/api/v1/forms/issue/fill", json: #"{"typed": \#(typed)}"#)
            #expect(answer.status == 200)
            return try answer.json
        }
        let begun = try await state("{}")
        #expect(begun["sound"]?.isTrue == false)
        #expect(begun["fields"]?["resolution"]?["shown"]?.isTrue == false)
        #expect(begun["fields"]?["kind"]?["fault"]?.text?.isEmpty == false)
        let resolved = try await state(
            #"{"kind": "pay", "status": "resolved", "date": "2026-11-20", "closed_on": "2026-11-19"}"#)
        #expect(resolved["sound"]?.isTrue == true)
        #expect(resolved["fields"]?["resolution"]?["shown"]?.isTrue == true)
        #expect(resolved["fields"]?["closed_on"]?["warning"]?.text?.contains("办结日期早于提出日期") == true)
    }
}
