import Callers
import Foundation
import Testing

@testable import CommandsTests

@Suite("what a page sends of a form")
struct FormPageTests {
    let scratch: Scratch
    let page: PageServer

    init() async throws { (scratch, page) = try await PageServer.ofHost() }

    private func publish(_ version: Int, _ rows: String) async throws {
        let form = """
            survey
            ,type,name,label::中文 (zh),required
            \(rows)
            settings
            ,form_id,form_title::中文 (zh),version
            ,signin,签到,\(version)
            """
        try scratch.write(form, to: "form-\(version).csv")
        try await scratch.done("host", "form", "add", "form-\(version).csv")
    }

    private func send(
        _ path: String, _ fields: [String: String], cookie: String = ""
    ) async throws -> HTTPAnswer {
        let pairs = fields.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", cookie)]
        return try await page.ask("POST", path, body: Array(pairs.joined(separator: "&").utf8), headers: headers)
    }

    private func records() async throws -> [JSON] { try await page.ask("GET", "/api/v1/records").json.elements }

    @Test("who writes is known to a form that asks for it, and a form may call another field so")
    func writer() async throws {
        try await publish(1, ",text,title,标题,yes\n,text,by,记录人,yes")
        let nobody = try await send("/new/signin", ["f-title": "早班"])
        #expect(nobody.status == 422 && nobody.text.contains("必须填写"))
        let somebody = try await send("/new/signin", ["f-title": "早班"], cookie: "yilu_by=%E5%BC%A0%E4%B8%89")
        #expect(somebody.status == 303)
        #expect(try await records().compactMap { $0["fields"]?["by"]?.text } == ["张三"])
        try await publish(2, ",text,title,标题,yes\n,integer,by,几人,yes")
        #expect(try await page.ask("GET", "/new/signin").text.contains("name=\"f-by\""))
        #expect(try await send("/new/signin", ["f-title": "晚班", "f-by": "2"], cookie: "yilu_by=x").status == 303)
    }

    @Test("who writes at this device is known to its forms")
    func ownWriter() async throws {
        try await publish(1, ",text,title,标题,yes\n,text,by,记录人,yes")
        try await scratch.makeStation("037", by: "王芳")
        try await scratch.exchange(["037"])
        let station = try PageServer(scratch, "037")
        let sent = try await station.ask(
            "POST", "/new/signin", body: Array("f-title=x".utf8),
            headers: [("Content-Type", "application/x-www-form-urlencoded")])
        #expect(sent.status == 303)
        #expect(try await scratch.answer("037", "record", "show", "037-1")["fields"]?["by"]?.text == "王芳")
    }

    @Test("what was typed into a field that the form has no more is shown, and nothing is saved in silence")
    func removedField() async throws {
        try await publish(1, ",text,title,标题,\n,text,extra,补充,")
        try await scratch.done("host", "record", "add", "signin", "title=一", "extra=旧的")
        let opened = try #require(
            try await page.ask("GET", "/record/host-1/edit").text
                .firstMatch(of: /name="opened" value="([^"]*)"/)?.1)
        let token = String(opened).replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
        try await publish(2, ",text,title,标题,")
        let sent = try await send("/new/signin", ["f-title": "二", "f-extra": "写了二十分钟", "once": "a"])
        #expect(sent.status == 422 && sent.text.contains("写了二十分钟") && sent.text.contains("value=\"二\""))
        #expect(try await records().count == 1)
        #expect(try await send("/new/signin", ["f-title": "二", "once": "a"]).status == 303)
        // Of a record that stands only what somebody wrote there is missed.
        let edit = "/record/host-1/edit"
        let lost = try await send(edit, ["opened": token, "f-title": "一", "f-extra": "新的"])
        #expect(lost.status == 422 && lost.text.contains("新的"))
        #expect(try await send(edit, ["opened": token, "f-title": "三", "f-extra": "旧的"]).status == 303)
        let fields = try await page.ask("GET", "/api/v1/records/host-1").json["fields"]
        #expect(fields?["title"]?.text == "三" && fields?["extra"]?.text == "旧的")
    }

    @Test("a photo that a browser without the script only names is told not to be taken")
    func unscripted() async throws {
        let sent = try await send("/new/activity", ["f-title": "一", "photo-photo": "IMG_1.jpg"])
        #expect(sent.status == 422 && sent.text.contains("IMG_1.jpg"))
        #expect(try await send("/new/activity", ["f-title": "一", "photo-photo": ""]).status == 303)
        #expect(try await records().count == 1)
    }

    @Test("from whatever a form was sent to, one comes back to a page that is there")
    func wayBack() async throws {
        try await scratch.done("host", "record", "add", "activity", "title=一")
        for path in ["/record/host-1/settle", "/new/issue", "/sync/stick", "/district/revoke", "/author"] {
            let trouble = try await send(path, ["name": String(repeating: "名", count: 100), "keep": "x"])
            #expect(trouble.status >= 400, "\(path)")
            let back = try #require(trouble.text.firstMatch(of: /name="path" value="([^"]*)"/)?.1)
            #expect(try await page.ask("GET", String(back)).status == 200, "\(path): \(back)")
        }
    }

    @Test("blanks are no name of a writer, and one that is too long is refused")
    func writersName() async throws {
        let blanks = try await send("/author", ["name": " \u{3000} ", "path": "/"])
        #expect(blanks.header("set-cookie")?.hasPrefix("yilu_by=;") == true)
        let long = try await send("/author", ["name": String(repeating: "名", count: 86)])
        #expect(long.status == 400 && long.text.contains("姓名太长"))
    }
}
