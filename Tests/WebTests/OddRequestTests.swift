import Callers
import Testing

@testable import CommandsTests

@Suite("requests that few browsers send")
struct OddRequestTests {
    let scratch: Scratch
    let page: PageServer

    init() async throws { (scratch, page) = try await PageServer.ofHost() }

    @Test("who asks for the head of a page is told what the page would be, without it")
    func head() async throws {
        let line = HTTPCaller(port: page.port)
        for path in ["/", "/list", "/district", "/look/page.js", "/api/v1/records", "/nothing"] {
            let (head, whole) = (try line.ask("HEAD", path), try line.ask("GET", path))
            #expect(head.status == whole.status && head.body.isEmpty, "\(path)")
            #expect(head.header("content-type") == whole.header("content-type"), "\(path)")
        }
    }

    @Test("a stick of which the folder is not named is asked for in words")
    func noFolder() async throws {
        let answer = try await page.ask(
            "POST", "/sync/stick", body: Array("path=".utf8),
            headers: [("Content-Type", "application/x-www-form-urlencoded")])
        #expect(answer.status == 400 && answer.text.contains("没有写 U 盘的文件夹"))
    }
}
