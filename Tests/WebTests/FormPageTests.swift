import Callers
import Foundation
import Testing

@testable import CommandsTests

@Suite("what a page sends of a form")
struct FormPageTests {
    let scratch: Scratch
    let page: PageServer

    init() async throws {
        scratch = try Scratch()
        try await scratch.makeDistrict()
        page = try PageServer(scratch, "host")
    }

    private func send(
        _ path: String, _ fields: [String: String], cookie: String = ""
    ) async throws -> HTTPAnswer {
        let pairs = fields.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", cookie)]
        return try await page.ask("POST", path, body: Array(pairs.joined(separator: "&").utf8), headers: headers)
    }

    private func records() async throws -> [JSON] { try await page.ask("GET", "/api/v1/records").json.elements }

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
