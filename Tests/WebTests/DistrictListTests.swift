import Callers
import Foundation
import Testing

@testable import CommandsTests

@Suite("lists on the pages of a device with many records")
struct DistrictListTests {
    private func text(_ page: PageServer, _ path: String) async throws -> String {
        let answer = try await page.ask("GET", path, headers: [(name: "Accept-Language", value: "en")])
        #expect(answer.status == 200)
        return answer.text.replacing(/<[^>]*>/, with: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("the district's page lists the oldest issues of the place asked for, and says how many more there are")
    func openIssues() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict(towns: ["百善镇", "南口镇"])
        try await scratch.makeStation("037")
        let lines = (0..<30).map { #"{"form":"issue","date":"2023-11-01","fields":{"kind":"pay","title":"n\#($0)"}}"# }
        try scratch.write(lines.joined(separator: "\n"), to: "issues.jsonl")
        try await scratch.done("host", "import", "auto", "issues.jsonl", "--place", "037")
        try await scratch.done(
            "host", "record", "add", "issue", "kind=rest", "title=OLDEST", "date=2023-01-05", "--place", "037")
        let page = try PageServer(scratch, "host")
        for path in ["/district", "/district?place=037"] {
            let told = try await text(page, path)
            #expect(told.contains("OLDEST") && told.contains("And more: 11"), "\(told)")
        }
        let town = try #require("南口镇".addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        #expect(try await text(page, "/district?place=\(town)").contains("OLDEST") == false)
        let link = try await page.ask("GET", "/district?place=037").text
        #expect(link.contains("&amp;place=037") && link.contains(#"name="place" value="037""#))
    }
}
