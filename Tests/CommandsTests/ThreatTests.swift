import Foundation
import Testing

/// The document on threats says of each what holds, and which test shows it.
@Suite("the document on threats")
struct ThreatTests {
    private static let document = "Sources/Device/Device.docc/Threats.md"

    /// What stands in the last column of its tables.
    private static func cells() throws -> [Substring] {
        let text = try String(contentsOf: Scratch.project.appending(path: document), encoding: .utf8)
        return text.split(separator: "\n").filter { $0.hasPrefix("| to ") }.compactMap {
            $0.split(separator: "|", omittingEmptySubsequences: false).dropLast().last
        }
    }

    @Test("names only tests that there are, and one for every threat")
    func names() throws {
        let code = SizeTests.files.filter { $0.name.hasPrefix("Tests/") }.map { $0.lines.joined(separator: "\n") }
            .joined(separator: "\n")
        let cells = try ThreatTests.cells()
        #expect(cells.count >= 20)
        for cell in cells {
            let sentences = cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map(\.element)
            let suites = cell.split { !$0.isLetter }.filter { $0.hasSuffix("Tests") }
            #expect(!sentences.isEmpty || !suites.isEmpty, "\(cell)")
            for sentence in sentences {
                // A long one is cut off, which is shown.
                let cut = sentence.hasSuffix("…")
                let beginning = cut ? sentence.dropLast().trimmingCharacters(in: .whitespaces) : String(sentence)
                #expect(code.contains("\"\(beginning)" + (cut ? "" : "\"")), "\(sentence)")
            }
            for suite in suites { #expect(code.contains("struct \(suite) {"), "\(suite)") }
        }
    }
}
