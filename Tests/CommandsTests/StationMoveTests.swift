import Testing

@Suite("yilu station move")
struct StationMoveTests {
    @Test("loses nothing of the town that wrote before it heard, and the station's work goes on counting")
    func story() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict(towns: ["一镇", "二镇"])
        try await scratch.makeStation("001", town: "一镇")
        for (home, town) in [("one", "一镇"), ("two", "二镇")] {
            try await scratch.done("host", "town", "invite", town, "--out", "\(home).invitation")
            try await scratch.done(home, "join", "\(home).invitation")
        }
        try await scratch.done("001", "record", "add", "activity", "title=茶", "people=1")
        try await scratch.exchange(["001", "one", "two"])
        try await scratch.done("one", "record", "edit", "001-1", "people=4")
        try await scratch.carry(from: "one", to: "001")
        try await scratch.done("host", "station", "move", "001", "--town", "二镇")
        try await scratch.done("001", "record", "add", "activity", "title=饭")
        try await scratch.done("001", "record", "edit", "001-1", "title=热茶")

        let host = try Served(scratch, "host")
        for _ in 0..<2 {
            for device in ["001", "one", "two"] { try await scratch.done(device, "sync", host.address) }
        }
        let last = try await scratch.yilu("one", ["sync", host.address, "--lang", "en"])
        #expect(last.code == 0 && last.output.hasPrefix("Nothing new."), "\(last.output)")
        _ = host.stop()
        try await scratch.expectAgreement(["001", "one", "two"])
        for device in ["host", "001", "two"] {
            #expect(try await scratch.numbers(device).sorted() == ["001-1", "001-2"], "\(device)")
            let fields = try await scratch.answer(device, "record", "show", "001-1")["fields"]
            #expect(fields?["title"]?.text == "热茶" && fields?["people"]?.number == 4, "\(device)")
        }
        let status = try await scratch.yilu("001", ["status", "--lang", "en"])
        #expect(status.output.contains("The district has everything up to 001-2 "), "\(status.output)")
    }
}
