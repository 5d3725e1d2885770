import Testing

@Suite("yilu member move")
struct MemberMoveTests {
    @Test("takes a device to another station, with one command there and one here")
    func story() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict(towns: ["一镇"])
        for code in ["001", "002"] { try await scratch.makeStation(code, town: "一镇") }
        try await scratch.done("001", "record", "add", "activity", "title=茶", "people=3")
        let host = try Served(scratch, "host")
        try await scratch.done("001", "sync", host.address)

        let told = try await scratch.answer("host", "member", "move", "001", "--place", "002")
        #expect(told["file"]?.text == "move-001.invitation")
        #expect(told["replica"]?.text == "001" && told["label"]?.text == "002b" && told["place"]?.text == "002")
        try await scratch.done("001", "record", "add", "activity", "title=迟", "people=2")
        let early = try await scratch.yilu("001", ["join", "move-001.invitation", "--lang", "en"])
        #expect(early.code == 75)
        #expect(early.errors.contains("lacked some of what it holds (changes: 1, photos: 0)"), "\(early.errors)")
        try await scratch.done("001", "bundle", "export", "--to", "host", "--out", "late.yilu")
        try await scratch.done("host", "bundle", "import", "late.yilu")
        try await scratch.done("host", "member", "move", "001", "--place", "002", "--out", "again.invitation")
        let joined = try await scratch.answer("001", "join", "again.invitation", "--by", "赵敏")
        #expect(joined["place"]?.text == "002" && joined["replica"]?.text == "002b")
        try await scratch.done("001", "record", "add", "activity", "title=新", "people=1")
        for device in ["001", "002"] { try await scratch.done(device, "sync", host.address) }
        _ = host.stop()

        #expect(try await scratch.numbers("host").sorted() == ["001-1", "001-2", "002b-1"])
        for device in ["001", "002"] { #expect(try await scratch.numbers(device) == ["002b-1"], "\(device)") }
        try await scratch.expectAgreement(["001", "002"])
    }
}
