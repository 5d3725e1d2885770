import Foundation
import Testing

@Suite("records that may be told twice, on the command line")
struct DuplicateCommandTests {
    @Test("rows that two devices imported apart become one with the next import, which names what a person changed")
    func importedApart() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.makeDevice("037b", at: "037", by: "李明")
        try await scratch.exchange(["037", "037b"])
        let file = scratch.folder.appending(path: "rows.csv")
        try Data("id,title,kind\nK1,门锁,rest\nK2,热水,rest\n".utf8).write(to: file)
        func take(_ device: String) async throws -> JSON {
            try await scratch.answer(device, "import", "issue", "rows.csv", "--key", "id")
        }
        for device in ["037", "037b"] {
            let counts = try await take(device)
            #expect(counts["rows"]?["added"]?.number == 2 && counts["duplicates"]?["merged"]?.number == 0)
        }
        for _ in 1...2 { try await scratch.exchange(["037", "037b"]) }
        let list = try await scratch.answer("037", "duplicate", "list", "issue")
        #expect(list["count"]?.number == 2)
        let pair = try #require(list["pairs"]?.elements.first?["records"]?.elements.compactMap { $0["number"]?.text })
        try await scratch.done("037", "record", "edit", pair[1], "note=手写")

        let again = try await take("037")
        #expect(again["duplicates"]?["merged"]?.number == 1)
        let left = try #require(again["duplicates"]?["left"]?.elements.first)
        #expect([left["kept"]?.text, left["other"]?.text] == pair && left["fields"]?.elements.map(\.text) == ["note"])
        let said = try await scratch.done("037", "import", "issue", "rows.csv", "--key", "id", "--lang", "en").output
        #expect(said.contains("yilu duplicate merge \(pair[0]) \(pair[1])") && !said.contains("merged:"))
        try await scratch.done("037", "duplicate", "merge", pair[0], pair[1])
        for _ in 1...2 { try await scratch.exchange(["037", "037b"]) }
        try await scratch.expectAgreement(["037", "037b"])
        #expect(try await scratch.answer("host", "record", "list", "issue").elements.count == 2)
        #expect(try await take("037b")["rows"]?["unchanged"]?.number == 2)

        try await scratch.done("037", "record", "edit", pair[0], "title=门锁坏了")
        let corrected = try #require(try await take("037")["corrected"]?.elements.first)
        #expect(corrected["number"]?.text == pair[0] && corrected["row"]?.number == 2)
        #expect(corrected["fields"]?.elements.map(\.text) == ["title"])
        let told = try await scratch.done("037", "import", "issue", "rows.csv", "--key", "id", "--lang", "en").output
        #expect(told.contains("1 record had been corrected") && told.contains(pair[0]))
    }

    @Test("a pair is listed with its reasons, merged, undone and dismissed; what is wrong is refused in words")
    func course() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        func add(_ fields: String...) async throws -> String {
            let outcome = try await scratch.yilu(
                "host", ["record", "add", "activity", "date=2023-11-08", "title=立冬饺子宴"] + fields + ["--json"])
            return try #require(try outcome.json["number"]?.text)
        }
        let (kept, other) = (try await add("partner=顺丰"), try await add("people=40", "partner=京东物流"))

        let list = try await scratch.answer("host", "duplicate", "list")
        #expect(list["count"]?.number == 1)
        let pair = try #require(list["pairs"]?.elements.first)
        #expect(pair["records"]?.elements.map { $0["number"]?.text } == [kept, other])
        #expect(
            pair["reasons"]?.elements.map { $0["en"]?.text } == [
                "same day", "same place", "same Title", "but another Partner",
            ])
        #expect(
            pair["open"]?.elements.map(\.text) == ["people"] && pair["differing"]?.elements.map(\.text) == ["partner"])
        let said = try await scratch.done("host", "duplicate", "list", "--lang", "zh").output
        #expect(said.contains("同一天，同一地点，主题相同，但合作单位不同") && said.contains("立冬饺子宴"))

        let merged = try await scratch.answer(
            "host", "duplicate", "merge", kept, other, "--take", "people", "partner", "--by", "李明")
        #expect(merged["taken"]?.elements.map(\.text) == ["people", "partner"])
        let gone = try await scratch.answer("host", "record", "show", other)
        #expect(gone["mergedInto"]?.elements.map(\.text) == [kept] && gone["deleted"]?.isTrue == true)
        #expect(
            try await scratch.done("host", "record", "show", other, "--lang", "en").output.contains(
                "merged into \(kept)"))
        #expect(try await scratch.answer("host", "duplicate", "list")["count"]?.number == 0)

        let undone = try await scratch.answer("host", "duplicate", "undo", other)
        #expect(undone["restored"]?.elements.map(\.text) == ["people", "partner"])
        #expect(try await scratch.answer("host", "record", "show", kept)["fields"]?["partner"]?.text == "顺丰")
        #expect(try await scratch.answer("host", "duplicate", "dismiss", kept, other)["changed"]?.isTrue == true)
        #expect(
            try await scratch.done("host", "duplicate", "list", "--lang", "en").output
                == "No records that may be told twice.\n")
        #expect(try await scratch.answer("host", "check", "--deep")["ok"]?.isTrue == true)

        for (arguments, code) in [
            (["undo", other], Int32(65)), (["merge", kept, kept], 64), (["merge", kept, "037-9"], 65),
            (["merge", kept, other, "--take", "no"], 65),
            (["merge", kept, other, "--take", "people", "--take-nothing"], 64),
            (["list", "--limit", "0"], 64), (["list", "nonsense"], 65), (["dismiss", kept], 64),
        ] {
            let outcome = try await scratch.yilu("host", ["duplicate"] + arguments)
            #expect(outcome.code == code && outcome.errorLines.count == 2 && outcome.output.isEmpty, "\(arguments)")
        }
    }
}
