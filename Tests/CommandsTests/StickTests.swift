import Foundation
import Testing

@Suite("yilu stick")
struct StickTests {
    /// Puts the stick in at devices, one after another.
    private func carry(_ scratch: Scratch, to devices: [String]) async throws {
        for device in devices { try await scratch.done(device, "stick", "usb") }
    }

    private func files(_ scratch: Scratch) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: scratch.path("usb")).sorted()
    }

    private func stick() async throws -> Scratch {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        for station in ["037", "038"] { try await scratch.makeStation(station) }
        try FileManager.default.createDirectory(atPath: scratch.path("usb"), withIntermediateDirectories: true)
        return scratch
    }

    @Test("carries both ways between stations and host until all agree, and nothing is left on it but receipts")
    func bothWays() async throws {
        let scratch = try await stick()
        for station in ["037", "038"] { try await scratch.done(station, "record", "add", "activity", "title=茶") }
        try await carry(scratch, to: ["037", "038", "host"])
        #expect(try await scratch.numbers("host").sorted() == ["037-1", "038-1"])
        try await scratch.done("host", "record", "edit", "037-1", "people=31")
        try await carry(scratch, to: ["host", "037", "038", "host", "037", "038"])
        try await scratch.expectAgreement(["037", "038"])
        let shown = try await scratch.answer("037", "record", "show", "037-1")
        #expect(shown["fields"]?["people"]?.number == 31)
        #expect(try files(scratch).filter { $0.hasSuffix(".yilu") || $0.hasSuffix(".part") }.isEmpty)
        let status = try await scratch.answer("037", "status")
        #expect(status["waiting"]?["changes"]?.number == 0)
        #expect(status["district"]?["upTo"]?.text == "037-1")
    }

    @Test("answers with the keys of the contract, and the words are in the language asked for")
    func keys() async throws {
        let scratch = try await stick()
        try await scratch.done("037", "record", "add", "activity", "title=茶")
        let first = try await scratch.answer("037", "stick", "usb")
        #expect(
            first.keys.isSuperset(of: [
                "changes", "records", "conflicts", "photos", "missing", "written", "left", "room", "district",
                "mayBePulled",
            ]))
        #expect(first["changes"]?.keys == ["applied", "already", "parked", "refused"])
        #expect(first["records"]?.keys == ["new", "edited", "deleted"])
        #expect(first["written"]?.elements.first?["receivers"]?.elements.compactMap(\.text) == ["host"])
        #expect(first["written"]?.elements.first?["changes"]?.number == 1)
        let host = try await scratch.answer("host", "stick", "usb")
        #expect(host["records"]?["new"]?.number == 1)
        let zh = try await scratch.yilu("037", ["stick", "usb"], environment: ["LANG": "zh_CN.UTF-8"])
        #expect(zh.output.contains("区里已有到 037-1 为止的全部内容") && zh.output.contains("现在可以拔出 U 盘了。"))
        let en = try await scratch.yilu("037", ["stick", "usb", "--lang", "en"])
        #expect(en.output.contains("The district has everything up to 037-1 (by the stick of "))
        let status = try await scratch.yilu("037", ["status", "--lang", "en"])
        #expect(status.output.contains("The district has everything up to 037-1 (by the stick of "))
        for line in zh.output.split(separator: "\n") { #expect(line.unicodeScalars.count <= 80) }
    }

    @Test("--dry-run says how much and writes nothing, neither on the stick nor here")
    func dryRun() async throws {
        let scratch = try await stick()
        try await scratch.done("037", "record", "add", "activity", "title=茶")
        let before = try await scratch.answer("037", "status")
        let said = try await scratch.answer("037", "stick", "usb", "--dry-run")
        #expect(said["dryRun"]?.isTrue == true && said["room"]?["fits"]?.isTrue == true)
        #expect(said["room"]?["needed"]?.number ?? 0 > 1_000)
        #expect(said["written"]?.elements.first?["changes"]?.number == 1)
        #expect(try files(scratch).isEmpty)
        let after = try await scratch.answer("037", "status")
        #expect(before["changes"]?.number == after["changes"]?.number)
        let outcome = try await scratch.yilu("037", ["stick", "usb", "--dry-run", "--lang", "en"])
        #expect(outcome.code == 0 && outcome.output.contains("it fits."))
    }

    @Test("--dry-run at the host tells of a new station's first stick what the visit does, and enrols nobody")
    func dryRunOfFirstStick() async throws {
        let scratch = try await stick()
        try await scratch.done("037", "record", "add", "activity", "title=茶")
        try await carry(scratch, to: ["037"])
        let before = try await scratch.done("host", "member", "list").output
        let said = try await scratch.answer("host", "stick", "usb", "--dry-run")
        #expect(try await scratch.done("host", "member", "list").output == before)
        let done = try await scratch.answer("host", "stick", "usb")
        #expect(said["problems"]?.elements.isEmpty == true)
        #expect(said["awaiting"]?.elements.first?["changes"]?.number == 1)
        #expect(receivers(said).sorted() == receivers(done).sorted() && receivers(done).contains("037"))
    }

    private func receivers(_ visit: JSON) -> [String] {
        visit["written"]?.elements.flatMap { $0["receivers"]?.elements.compactMap(\.text) ?? [] } ?? []
    }

    @Test("ends with the code of what went wrong, and says it in two lines")
    func codes() async throws {
        let scratch = try await stick()
        try await scratch.done("other", "district", "create", "--name", "别的区")
        try await scratch.done("037", "record", "add", "activity", "title=茶")
        #expect(try await scratch.yilu("037", ["stick"]).code == 64)
        #expect(try await scratch.yilu("037", ["stick", "nowhere"]).code == 66)
        try await carry(scratch, to: ["037"])
        let before = try files(scratch)
        let foreign = try await scratch.yilu("other", ["stick", "usb"])
        #expect(foreign.code == 77 && foreign.output.isEmpty && foreign.errorLines.count == 2)
        #expect(try files(scratch) == before)
        let bundle = try #require(before.first { $0.hasSuffix(".yilu") })
        let url = scratch.folder.appending(path: "usb/\(bundle)")
        let bytes = try Data(contentsOf: url)
        try bytes.prefix(bytes.count - 1).write(to: url)
        let half = try await scratch.yilu("host", ["stick", "usb", "--json"])
        #expect(half.code == 65 && half.errorLines.count == 2, "\(half.errors)")
        #expect(try half.json["problems"]?.elements.map { $0["code"]?.number } == [65])
        #expect(try await scratch.yilu("037", ["stick", "usb"]).code == 0, "its writer writes it again")
        #expect(try await scratch.answer("host", "stick", "usb")["records"]?["new"]?.number == 1)
        try Data("x".utf8).write(to: scratch.folder.appending(path: "file"))
        #expect(try await scratch.yilu("037", ["stick", "file"]).code == 66)
        try FileManager.default.createDirectory(atPath: scratch.path("odd"), withIntermediateDirectories: true)
        try Data("x".utf8).write(to: scratch.folder.appending(path: "odd/YILU"))
        #expect(try await scratch.yilu("037", ["stick", "odd"]).code == 73)
    }

    @Test("answers also where it met something, and another visit writes nothing twice")
    func nameTaken() async throws {
        let scratch = try await stick()
        try await carry(scratch, to: ["037", "038", "host", "037", "038", "host"])
        for station in ["037", "038"] {
            try await scratch.done("host", "record", "add", "activity", "title=茶", "--place", station)
        }
        let folder = scratch.folder.appending(path: "usb/YILU/038 驿站038")
        try FileManager.default.removeItem(at: folder)
        try Data("hi".utf8).write(to: folder)
        for round in 0..<3 {
            let outcome = try await scratch.yilu("host", ["stick", "usb", "--json"])
            #expect(outcome.code == 73, "\(outcome.errors)")
            let visit = try outcome.json
            #expect(visit["problems"]?.elements.map { $0["code"]?.number } == [65, 73])
            #expect(visit["written"]?.elements.count == (round == 0 ? 1 : 0) && visit["mayBePulled"]?.isTrue == true)
            #expect(try files(scratch).filter { $0.hasSuffix(".yilu") }.count == 1)
        }
    }

    @Test("a device in a home of its own, and a stick that another process writes at the same time, lose nothing")
    func sideBySide() async throws {
        let scratch = try await stick()
        for number in 1...5 { try await scratch.done("037", "record", "add", "activity", "title=\(number)") }
        let codes = try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<4 { group.addTask { try await scratch.yilu("037", ["stick", "usb"]).code } }
            group.addTask { try await scratch.yilu("038", ["stick", "usb"]).code }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.contains(0) && codes.allSatisfy { [0, 75].contains($0) }, "\(codes)")
        let host = try await scratch.yilu("host", ["stick", "usb", "--json"])
        #expect(host.code == 0, "\(host.errors)")
        #expect(try await scratch.numbers("host").count == 5)
        try await carry(scratch, to: ["037", "038", "host", "037", "038"])
        try await scratch.expectAgreement(["037", "038"])
        #expect(try files(scratch).filter { $0.hasSuffix(".yilu") || $0.hasSuffix(".part") }.isEmpty)
    }
}
