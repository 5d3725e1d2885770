import Foundation
import Testing

@Suite("what goes to a terminal")
struct WidthTests {
    private static let towns = ["百善镇", "霍营街道", "东小口镇"]

    /// A district of several towns, with records of several kinds, one of them in conflict.
    private func district() async throws -> Scratch {
        let scratch = try Scratch()
        try await scratch.makeDistrict(towns: WidthTests.towns)
        for (code, town) in zip(["037", "038", "039"], WidthTests.towns) {
            try await scratch.makeStation(code, name: "\(town)第一社区党群服务中心暖心驿站", town: town)
            try await scratch.done(code, "record", "add", "activity", "title=茶", "people=1234", "kind=meal")
            try await scratch.done(
                code, "record", "add", "visit", "services=rest", "note=\(String(repeating: "很长的一句话，", count: 30))")
            try await scratch.carry(from: code, to: "host")
        }
        try await scratch.done("037", "record", "edit", "037-1", "people=2345")
        try await scratch.done("host", "record", "edit", "037-1", "people=3456")
        try await scratch.carry(from: "037", to: "host")
        return scratch
    }

    @Test("fits 80 columns in both languages, and leaves no figure out")
    func width() async throws {
        let scratch = try await district()
        let commands = [
            ["report"], ["status"], ["coverage"], ["member", "list"], ["station", "list"], ["invitation", "list"],
            ["form", "list"], ["form", "show", "issue"], ["form", "show", "station"], ["record", "show", "037-1"],
            ["record", "show", "037-2"], ["record", "history", "037-1"], ["conflict", "list"],
        ]
        for command in commands {
            for language in ["zh", "en"] {
                let outcome = try await scratch.yilu("host", command + ["--lang", language])
                #expect(outcome.code == 0, "\(command): \(outcome.errors)")
                for line in outcome.output.split(separator: "\n") {
                    #expect(WidthTests.columns(of: line) <= 80, "\(command): \(line)")
                }
            }
        }
        let note = try await scratch.yilu("host", ["record", "show", "037-2"])
        #expect(note.output.filter { !$0.isWhitespace }.contains(String(repeating: "很长的一句话，", count: 30)))
    }

    @Test(
        "a table of many columns stands in bands, each with the name of the row",
        arguments: [("en", "In all"), ("zh", "合计")])
    func bands(language: String, sum: String) async throws {
        let scratch = try await district()
        let text = try await scratch.yilu("host", ["report", "--lang", language])
        let sums = text.output.split(separator: "\n").filter { $0.hasPrefix(sum + " ") }
        let numbers = sums.flatMap { $0.dropFirst(sum.count).split(separator: " ") }
        let report = try await scratch.answer("host", "report")
        let values = report["figures"]?.elements.filter { $0["value"]?.number != nil } ?? []
        #expect(!sums.isEmpty && numbers.count == values.count, "\(text.output)")
        for town in WidthTests.towns {
            let rows = text.output.split(separator: "\n").filter { $0.split(separator: " ").first == town[...] }
            #expect(rows.count == sums.count, "\(text.output)")
        }
    }

    private static func columns(of line: Substring) -> Int {
        line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
    }
}
