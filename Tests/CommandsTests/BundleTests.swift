import Foundation
import Testing

@Suite("bundles carried as files")
struct BundleTests {
    @Test("an import counts what it did, and a second time changes nothing")
    func importTwice() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "activity", "title=茶")
        try await scratch.done("037", "bundle", "export", "--to", "host", "--out", "a.yilu")
        let first = try await scratch.answer("host", "bundle", "import", "a.yilu")
        #expect(first.keys.isSuperset(of: ["changes", "records", "conflicts", "photos", "missing"]))
        #expect(first["changes"]?.keys == ["applied", "already", "parked", "refused"])
        #expect(first["records"]?["new"]?.number == 1)
        let before = try await scratch.digests("host")
        let second = try await scratch.answer("host", "bundle", "import", "a.yilu", "a.yilu")
        #expect(second["changes"]?["applied"]?.number == 0)
        #expect(second["records"]?["new"]?.number == 0)
        #expect(second["files"]?.elements.count == 2)
        #expect(try await scratch.digests("host") == before)
    }

    @Test("a bundle can be inspected and verified where there is no device, and shows no content")
    func inspect() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "activity", "title=only-for-receivers")
        try await scratch.done("037", "bundle", "export", "--to", "host", "--out", "a.yilu")
        for verb in ["inspect", "verify"] {
            let outcome = try await scratch.yilu("nowhere", ["bundle", verb, "a.yilu", "--json"])
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(try outcome.json["ranges"]?.elements.isEmpty == false)
            #expect(try outcome.json["changes"]?.number ?? 0 > 0)
            #expect(!outcome.output.contains("only-for-receivers"))
        }
        let bytes = try Data(contentsOf: scratch.folder.appending(path: "a.yilu"))
        #expect(bytes.range(of: Data("only-for-receivers".utf8)) == nil)
        #expect(try await scratch.answer("host", "bundle", "verify", "a.yilu")["contentChecked"]?.isTrue == true)
    }

    @Test("the worst of several files is the exit code, and what is good goes in")
    func worstOfSeveral() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.makeStation("038")
        try await scratch.exchange(["037", "038"])
        try await scratch.done("037", "record", "add", "activity", "title=茶")
        try await scratch.done("037", "bundle", "export", "--to", "host", "--out", "good.yilu")
        var bytes = try Data(contentsOf: scratch.folder.appending(path: "good.yilu"))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: scratch.folder.appending(path: "damaged.yilu"))
        try Data().write(to: scratch.folder.appending(path: "empty.yilu"))
        try await scratch.done("host", "bundle", "export", "--to", "038", "--out", "for-038.yilu")

        #expect(try await scratch.yilu("host", ["bundle", "import", "absent.yilu"]).code == 66)
        #expect(try await scratch.yilu("host", ["bundle", "import", "empty.yilu"]).code == 65)
        #expect(try await scratch.yilu("037", ["bundle", "import", "for-038.yilu"]).code == 77)
        let both = try await scratch.yilu("host", ["bundle", "import", "damaged.yilu", "good.yilu", "--json"])
        #expect(both.code == 65)
        #expect(try both.json["records"]?["new"]?.number == 1)
        #expect(try both.json["files"]?.elements.map { $0["code"]?.number } == [65, 0])
        #expect(try await scratch.numbers("host") == ["037-1"])
        let absent = try await scratch.yilu("host", ["bundle", "import", "absent.yilu", "good.yilu", "--json"])
        let files = try #require(try absent.json["files"]?.elements)
        #expect(absent.code == 66 && files.map(\.keys) == [files[1].keys, files[1].keys])
        #expect(files[0]["changes"]?["applied"]?.number == 0 && files[0]["problems"]?.elements.count == 1)
    }

    @Test("a bundle of another network ends with 77 and changes nothing")
    func otherNetwork() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("other", "district", "create", "--name", "别的区")
        try await scratch.done("037", "bundle", "export", "--to", "host", "--out", "a.yilu")
        #expect(try await scratch.yilu("other", ["bundle", "import", "a.yilu"]).code == 77)
        #expect(try await scratch.numbers("other").isEmpty)
    }

    @Test("what has a gap waits with 75, is named, and falls into place")
    func gap() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("host", "backup", "b.backup")
        try await scratch.done("037", "record", "add", "activity", "title=一")
        try await scratch.done("037", "bundle", "export", "--to", "host", "--out", "first.yilu")
        try await scratch.done("host", "bundle", "import", "first.yilu")
        try await scratch.carry(from: "host", to: "037")
        try await scratch.done("037", "record", "add", "activity", "title=二")
        // The host's receipt covers what the first bundle brought, so the second begins after it.
        try await scratch.done("037", "bundle", "export", "--to", "host", "--out", "second.yilu")

        try await scratch.done("restored", "restore", "b.backup")
        let early = try await scratch.yilu("restored", ["bundle", "import", "second.yilu", "--json"])
        #expect(early.code == 75, "\(early.errors)")
        #expect(try early.json["changes"]?["parked"]?.number ?? 0 > 0)
        #expect(try early.json["missing"]?.elements.contains { $0["log"]?.text == "037" } == true)
        #expect(try await scratch.answer("restored", "status")["missing"]?.elements.isEmpty == false)
        #expect(try await scratch.numbers("restored").isEmpty)
        let again = try await scratch.yilu("restored", ["bundle", "import", "second.yilu", "--json"])
        #expect(again.code == 75, "as long as the gap is open")
        #expect(try again.json["changes"]?["already"]?.number == 0)
        #expect(try again.json["changes"]?["parked"]?.number == early.json["changes"]?["parked"]?.number)

        try await scratch.done("other", "restore", "b.backup")
        let both = try await scratch.answer("other", "bundle", "import", "second.yilu", "first.yilu")
        #expect(both["missing"]?.elements.isEmpty == true && both["changes"]?["parked"]?.number == 0)
        for file in both["files"]?.elements ?? [] {
            #expect(file["code"]?.number == 0 && file["missing"]?.elements.isEmpty == true)
        }
        #expect(try await scratch.numbers("other").sorted() == ["037-1", "037-2"])

        try await scratch.done("third", "restore", "b.backup")
        let said = try await scratch.yilu("third", ["bundle", "import", "second.yilu", "first.yilu", "--lang", "en"])
        #expect(said.code == 0 && said.output.contains("that waited for a later file"), "\(said.output)")
        #expect(!said.output.contains("missing"))

        try await scratch.done("restored", "bundle", "import", "first.yilu")
        #expect(try await scratch.numbers("restored").sorted() == ["037-1", "037-2"])
        #expect(try await scratch.answer("restored", "status")["missing"]?.elements.isEmpty == true)
    }

    @Test("exit codes for what cannot be read or written")
    func files() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        let town = ["--town", "百善镇"]
        #expect(try await scratch.yilu("x", ["join", "absent"]).code == 66)
        #expect(try await scratch.yilu("host", ["import", "activity", "absent.csv"]).code == 66)
        #expect(try await scratch.yilu("host", ["form", "add", "absent.csv"]).code == 66)
        #expect(
            try await scratch.yilu("host", ["station", "invite", "甲", "--out", "no/such/folder"] + town).code == 73)
        #expect(try await scratch.yilu("host", ["station", "list", "--json"]).json.elements.isEmpty)
        #expect(try await scratch.yilu("host", ["district", "create", "--name", "again"]).code != 0)
    }
}
