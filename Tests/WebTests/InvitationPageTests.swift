import Callers
import Foundation
import Testing

@testable import CommandsTests

@Suite("an invitation that the district page makes")
struct InvitationPageTests {
    let scratch: Scratch
    let page: PageServer

    init() async throws { (scratch, page) = try await PageServer.ofHost() }

    private func post(_ path: String, _ body: String) async throws -> HTTPAnswer {
        try await page.ask(
            "POST", path, body: Array("token=\(page.token)&\(body)".utf8),
            headers: [("Content-Type", "application/x-www-form-urlencoded")])
    }

    private func invite() async throws -> HTTPAnswer {
        let town = try await scratch.answer("host", "town", "list").elements.first?["code"]?.text ?? ""
        return try await post("/district/invite", "name=a&town=\(town)")
    }

    private func open() async throws -> [String] {
        try await scratch.answer("host", "invitation", "list").elements.filter { $0["state"]?.text == "open" }
            .compactMap { $0["serial"]?.text }
    }

    @Test("is the only one that is open, is shown there, and can be withdrawn and made anew")
    func once() async throws {
        #expect(try await invite().status == 200)
        let second = try await invite()
        #expect(second.status == 400 && second.text.contains("没有再做"), "\(second.text)")
        let first = try await open()
        #expect(first.count == 1)
        #expect(try await page.ask("GET", "/district").text.contains(first[0]))
        #expect(try await post("/district/withdraw", "serial=\(first[0])").status == 303)
        #expect(try await open().isEmpty)
        #expect(try await page.ask("GET", "/district").text.contains(first[0]) == false)
        let third = try await invite()
        #expect(third.status == 200)
        try Data(third.body).write(to: scratch.folder.appending(path: "third"))
        try await scratch.done("a", "join", "third", "--by", "王芳")
        try await scratch.carry(from: "a", to: "host")
        // Once it is used, the station may have another device.
        #expect(try await open().isEmpty)
        #expect(try await invite().status == 200)
    }
}
