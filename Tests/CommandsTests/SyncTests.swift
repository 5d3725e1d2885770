import Foundation
import Testing

@Suite("sync and serve")
struct SyncTests {
    static let isWhole = ProcessInfo.processInfo.environment["YILU_TEST_ALL"] == "1"

    @Test("a station syncs with the host of its invitation, both ways, in words and in JSON")
    func story() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        for title in ["一", "二", "三"] { try await scratch.done("037", "record", "add", "activity", "title=\(title)") }
        let host = try Served(scratch, "host")
        let first = try await scratch.yilu("037", ["sync", host.address, "--lang", "en"])
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output.hasPrefix("Sent 3 new records. Received "))
        #expect(first.output.contains("The district now has everything up to\n  037-3."))
        try await scratch.expectAgreement(["037"])

        let second = try await scratch.yilu("037", ["sync", host.address])
        #expect(second.output == "没有新内容。区里已有 037-3 及以前的全部。\n")
        try await scratch.done("host", "record", "edit", "037-1", "people=9")
        try await scratch.done("037", "record", "delete", "037-2")
        let third = try await scratch.answer("037", "sync", host.address)
        #expect(third.keys.isSuperset(of: ["changes", "records", "conflicts", "photos", "missing", "sent", "peer"]))
        #expect(third["changes"]?["applied"]?.number == 1)
        #expect(third["records"]?["edited"]?.number == 1)
        #expect(third["sent"]?["records"]?["deleted"]?.number == 1)
        #expect(third["peer"]?.text == "host" && third["upTo"]?.text == "037-3")
        try await scratch.expectAgreement(["037"])

        let status = try await scratch.yilu("037", ["status", "--lang", "en"])
        #expect(status.output.contains("The district has everything up to 037-3 (by the sync of "), "\(status.output)")
        #expect(status.output.contains("host: Sent 1 deletion. Received 1 edit. The"))
        #expect(status.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(status.output)")
        #expect(try await scratch.answer("host", "status")["sessions"]?.elements.first?["peer"]?.text == "037")
        let (code, seconds) = host.stop()
        #expect(code == 0 && seconds < 10)
        let lines = host.lines.filter { $0.contains(" session") }
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.contains("peer=037") && $0.contains("ending=done") })
        #expect(!lines.joined().contains("三"))
    }

    @Test("exit codes: nobody there, no address, no yilu, another network, revoked, a port in use")
    func exitCodes() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.exchange(["037"])
        try await scratch.done("other", "district", "create", "--name", "别的区")
        #expect(try await scratch.yilu("037", ["sync", "127.0.0.1:1"]).code == 69)
        // Without Avahi's commands, wherever the test runs: a neighbour's device would be found.
        let alone = ["PATH": scratch.path("nothing")]
        #expect(try await scratch.yilu("037", ["sync"], environment: alone).code == 64)
        #expect(try await scratch.yilu("037", ["sync", "a b"]).code == 64)
        #expect(try await scratch.yilu("037", ["sync", "127.0.0.1:1", "--every", "often"]).code == 64)
        let other = try Served(scratch, "other")
        let stranger = try await scratch.yilu("037", ["sync", other.address, "--lang", "en"])
        #expect(stranger.code == 77 && stranger.output.isEmpty)
        #expect(stranger.errorLines.count == 2 && stranger.errors.contains("not of this network"))
        let taken = try await scratch.yilu("host", ["serve", "--listen", other.address])
        #expect(taken.code == 73)
        other.stop()
        try await scratch.done("host", "member", "revoke", "037")
        let host = try Served(scratch, "host")
        let revoked = try await scratch.yilu("037", ["sync", host.address, "--lang", "en"])
        #expect(revoked.code == 77 && revoked.errors.contains("revoked"))
        host.stop()
        #expect(host.lines.contains { $0.contains("refused=revoked") })
        // The same port can be had again at once.
        let again = try Served(scratch, "host", listen: host.address)
        #expect(again.stop().code == 0)
    }

    @Test("killed while it receives, a serving host has lost nothing that a receipt confirmed")
    func killed() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.exchange(["037"])
        let kills = SyncTests.isWhole ? 50 : 3
        var records = 0
        for index in 0..<kills {
            let rows = (0..<400).map { "{\"date\":\"2025-11-08\",\"title\":\"第\(index)批\($0)\"}\n" }.joined()
            try Data(rows.utf8).write(to: scratch.folder.appending(path: "rows.jsonl"))
            for _ in 0..<3 { try await scratch.done("037", "import", "activity", "rows.jsonl") }
            records += 1_200
            let host = try Served(scratch, "host")
            let address = host.address
            async let call = scratch.yilu("037", ["sync", address])
            // Somewhere in the session: that is what is tried.
            try await Task.sleep(for: .milliseconds(Int.random(in: 50...900)))
            host.kill()
            _ = try await call
            // What the station believes to be there is there.
            let waiting = try #require(
                try await scratch.answer("037", "status")["waiting"]?["changes"]?.number)
            let held = try #require(try await scratch.answer("host", "status")["records"]?.number)
            #expect(held >= records - waiting, "held \(held), waiting \(waiting), made \(records)")
        }
        let host = try Served(scratch, "host")
        #expect(try await scratch.yilu("037", ["sync", host.address]).code == 0)
        host.stop()
        try await scratch.expectAgreement(["037"])
        #expect(try await scratch.answer("host", "status")["records"]?.number == records)
        #expect(try await scratch.answer("host", "check", "--deep")["ok"]?.isTrue == true)
    }

    @Test("sync --every goes on until it is told to stop, and is quiet where nothing happens")
    func every() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.done("037", "record", "add", "activity", "title=一")
        let host = try Served(scratch, "host")
        let sync = try RunningProgram(
            scratch, [Scratch.program.path, "--home", "037", "sync", host.address, "--every", "5s", "--lang", "en"])
        #expect(sync.said.hasPrefix("Sent 1 new record."))
        #expect(sync.stop().code == 0)
        host.stop()
        try await scratch.expectAgreement(["037"])
    }
}
