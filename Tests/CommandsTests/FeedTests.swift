import Foundation
import Testing

@Suite("the OData feed of a serving host")
struct FeedTests {
    private static let python = URL(filePath: "/usr/bin/python3")
    private static let hasPython = FileManager.default.isExecutableFile(atPath: python.path)
    private static let client = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Clients/odata.py")

    /// Runs a stranger's client against the feed of a device.
    private func read(_ scratch: Scratch, _ home: String) async throws -> JSON {
        let host = try Served(scratch, home, more: ["--web", "127.0.0.1:0"])
        let web = try #require(
            host.said.split(separator: "\n").last?.split(separator: " ").last.map(String.init), "\(host.said)")
        let outcome = try await scratch.run(
            Self.python, [Self.client.path, "\(web)/odata/", scratch.path("\(home)/feed-token")])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(host.stop().code == 0)
        let token = try scratch.text(of: "\(home)/feed-token").trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(!(host.said + host.lines.joined()).contains(token))
        return try outcome.json
    }

    @Test(
        "a client of Python's validates the metadata, pages through all forms, filters, sorts, and is refused in words",
        .enabled(if: hasPython, "python3 is not here"))
    func stranger() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        for (index, title) in ["东门进不去", "充电桩坏了", "it's", "西门难进", "没地方休息"].enumerated() {
            let more = index.isMultiple(of: 2) ? ["status=resolved", "closed_on=2023-11-1\(index)"] : []
            _ = try await scratch.yilu(
                "037",
                [
                    "record", "add", "issue", "kind=entry", "title=\(title)", "date=2023-11-0\(5 + index)",
                    "raised_by=李卫东", "location=40.2181 116.2312",
                ] + more)
        }
        try await scratch.done("037", "record", "add", "visit", "services=rest meal", "people=3")
        try await scratch.done("037", "record", "add", "shift", "team=care", "volunteer=赵敏", "hours=1.5")
        try await scratch.done("037", "record", "add", "courier", "name=李卫东", "phone=13800000001")
        try await scratch.carry(from: "037", to: "host")
        let read = try await read(scratch, "host")
        #expect(read["records"]?["issue"]?.number == 5 && read["pages"]?["issue"]?.number == 2)
        #expect(read["records"]?["visit"]?.number == 1 && read["records"]?["activity"]?.number == 0)
        #expect(read["sets"]?.elements.count == 12)
        let mode = try FileManager.default.attributesOfItem(atPath: scratch.path("host/feed-token"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("the feed of winter 2023 holds the newspaper's 32 records", .enabled(if: Scratch.hasData && hasPython))
    func winter() async throws {
        let scratch = try Scratch()
        for station in try await scratch.makeWinter() { try await scratch.carry(from: station, to: "host") }
        let records = try #require(try await read(scratch, "host")["records"])
        #expect(records.keys.reduce(0) { $0 + (records[$1]?.number ?? 0) } == 32)
        #expect(records["activity"]?.number == 8 && records["honour"]?.number == 3)
    }
}
