import Foundation
import Testing

@Suite("what scripts rely on")
struct AnswerTests {
    @Test("status has the keys of the contract")
    func status() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        let status = try await scratch.answer("037", "status")
        #expect(
            status.keys.isSuperset(of: [
                "network", "replica", "place", "records", "changes", "conflicts", "photos", "waiting", "missing",
                "forks",
                "clockOffsets", "digests",
            ]))
        #expect(status["replica"]?.text == "037")
        #expect(status["photos"]?.keys == ["held", "missing"])
        #expect(status["waiting"]?.keys == ["changes", "photos"])
        #expect(status["digests"]?.texts.count == 1, "an empty place has a digest too")
        #expect(try await scratch.digests("host").count == 3, "district, town and station")
    }

    @Test("record commands answer with number, fields and conflicts")
    func records() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        let added = try await scratch.answer(
            "037", "record", "add", "activity", "title=饺子", "people=24", "date=2023-11-08")
        #expect(added["number"]?.text == "037-1")
        let edited = try await scratch.answer("037", "record", "edit", "037-1", "people=26")
        #expect(edited["number"]?.text == "037-1")
        let shown = try await scratch.answer("037", "record", "show", "037-1")
        #expect(shown.keys.isSuperset(of: ["number", "form", "place", "fields", "conflicts", "deleted"]))
        #expect(shown["fields"]?["people"]?.number == 26)
        #expect(shown["fields"]?["title"]?.text == "饺子")
        #expect(shown["deleted"]?.isTrue == false)
        let history = try await scratch.answer("037", "record", "history", "037-1")
        #expect(history.elements.count == 2)
        #expect(history.elements.allSatisfy { $0["by"]?.text == "王芳" })
    }

    @Test("record list leaves deleted records out, --all lists them, --limit stops")
    func list() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        for people in 1...3 {
            try await scratch.done("037", "record", "add", "activity", "title=\(people)", "people=\(people)")
        }
        try await scratch.done("037", "record", "add", "visit", "services=rest meal")
        try await scratch.done("037", "record", "delete", "037-2")
        let all = try await scratch.answer("037", "record", "list")
        #expect(all.elements.compactMap { $0["number"]?.text }.sorted() == ["037-1", "037-3", "037-4"])
        #expect(all.elements.allSatisfy { $0.keys.isSuperset(of: ["number", "form", "fields"]) })
        #expect(try await scratch.numbers("037").count == 4)
        #expect(try await scratch.answer("037", "record", "list", "activity").elements.count == 2)
        #expect(try await scratch.answer("037", "record", "list", "--limit", "1").elements.count == 1)
        let few = try await scratch.answer("037", "record", "list", "activity", "--where", "${people} > 2")
        #expect(few.elements.compactMap { $0["number"]?.text } == ["037-3"])
        try await scratch.done("037", "record", "undelete", "037-2")
        #expect(try await scratch.answer("037", "record", "list", "activity").elements.count == 3)
    }

    @Test("--where names fields of the form, in any version of it, and a name that is none ends with 65")
    func condition() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.done("host", "record", "add", "activity", "title=一", "people=31")
        let sound: [(String, String?)] = [("${people} > 20", "activity"), ("${people} > 20", nil), ("true()", nil)]
        for (condition, form) in sound {
            let listed = try await scratch.yilu(
                "host", ["record", "list"] + [form].compactMap(\.self) + ["--where", condition, "--json"])
            #expect(try listed.json.elements.count == 1, "\(condition): \(listed.errors)")
        }
        let unsound: [(String, String?)] = [
            ("${peopel} > 20", "activity"), ("${peopel} > 20", nil), ("people > 20", "activity"), ("peopel > 20", nil),
            ("${people} > 20", "visitor"),
        ]
        for (condition, form) in unsound {
            let refused = try await scratch.yilu(
                "host", ["record", "list"] + [form].compactMap(\.self) + ["--where", condition])
            #expect(refused.code == 65 && refused.output.isEmpty && refused.errorLines.count == 2, "\(condition)")
            #expect(form == "visitor" || refused.errors.contains(condition.contains("peopel") ? "peopel" : "${people}"))
        }
    }

    @Test("an import of rows counts what it did, and refuses whole or keeps what is good")
    func importRows() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        let rows = "id,title,people\na,茶,3\nb,饺子,many\nc,面,5\n"
        try Data(rows.utf8).write(to: scratch.folder.appending(path: "rows.csv"))
        let refused = try await scratch.yilu("037", ["import", "activity", "rows.csv", "--json"])
        #expect(refused.code == 65)
        #expect(try await scratch.numbers("037").isEmpty)
        let kept = try await scratch.yilu(
            "037", ["import", "activity", "rows.csv", "--key", "id", "--keep-good", "--json"])
        #expect(kept.code == 65)
        let counts = try #require(try kept.json["rows"])
        #expect(counts["added"]?.number == 2)
        #expect(counts["refused"]?.elements.first?["row"]?.number == 3)
        try Data("id,title,people\na,茶,4\nc,面,5\n".utf8).write(to: scratch.folder.appending(path: "rows.csv"))
        let again = try await scratch.answer("037", "import", "activity", "rows.csv", "--key", "id")
        #expect(again["rows"]?["updated"]?.number == 1)
        #expect(again["rows"]?["unchanged"]?.number == 1)
        #expect(try await scratch.numbers("037").count == 2)
    }

    @Test("check answers ok, backup says whether it is sealed")
    func check() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        let check = try await scratch.answer("host", "check", "--deep")
        #expect(check["ok"]?.isTrue == true && check["problems"]?.elements.isEmpty == true)
        try Data("correct horse\nsecond line\n".utf8).write(to: scratch.folder.appending(path: "phrase"))
        let backup = try await scratch.answer("host", "backup", "b", "--passphrase-file", "phrase")
        #expect(backup["sealed"]?.isTrue == true)
        #expect(FileManager.default.fileExists(atPath: scratch.path("b")))
    }

    @Test("a value that the form refuses ends with 65 and saves nothing")
    func refusedValue() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        for fields in [
            ["title=x", "people=many"], ["title=x", "people=-1"], ["title=x", "kind=nonsense"], ["titel=x"], [],
        ] {
            let outcome = try await scratch.yilu("037", ["record", "add", "activity"] + fields)
            #expect(outcome.code == 65, "\(fields): \(outcome.errors)")
            #expect(outcome.errorLines.count == 2)
        }
        #expect(try await scratch.numbers("037").isEmpty)
    }
}
