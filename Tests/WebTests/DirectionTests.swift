import Callers
import Testing

@testable import CommandsTests

@Suite("a text that turns the direction of writing")
struct DirectionTests {
    private static let turning = "x\u{202E}y\u{2067}z"

    @Test("turns nothing that stands behind it on any page, and is kept and edited as it is")
    func pages() async throws {
        let (scratch, page) = try await PageServer.ofStation()
        let saved = try await scratch.answer(
            "037", "record", "add", "issue", "kind=entry", "title=\(Self.turning)", "detail=\(Self.turning)",
            "owner=abc", "--by", Self.turning)
        let number = try #require(saved["number"]?.text)
        for path in ["/", "/list", "/record/\(number)", "/list?q=x"] {
            let text = try await page.ask("GET", path).text
            #expect(text.contains("xyz") && !text.contains("\u{202E}") && !text.contains("\u{2067}"), "\(path)")
        }
        let form = try await page.ask("GET", "/record/\(number)/edit").text
        #expect(form.contains("value=\"\(Self.turning)\""), "what comes back is as it was")
        #expect(form.contains("\n\(Self.turning)</textarea>"))
        let kept = try await page.ask("GET", "/api/v1/records").json.elements.first
        #expect(kept?["fields"]?["title"]?.text == Self.turning)
    }
}
