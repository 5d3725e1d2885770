import Foundation
import Testing

@Suite("what a command writes")
struct OwnFilesTests {
    /// Each command that writes a file, but for its name.
    static let commands = [
        ["export", "activity", "--out"], ["report", "--out"], ["report", "--format", "json", "--out"], ["backup"],
        ["backup", "--root-key"], ["bundle", "export", "--to", "037", "--out"], ["member", "invite", "--out"],
        ["town", "invite", "百善镇", "--out"],
        ["station", "invite", "站", "--town", "百善镇", "--code", "038", "--out"],
        ["export", "activity", "--out", "out.csv", "--photos"],
    ]

    @Test("never replaces a file of the device itself, by whatever path", arguments: commands)
    func ownFiles(command: [String]) async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try await scratch.exchange(["037"])
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: scratch.path("folder"), withDestinationPath: scratch.path("host"))
        try manager.createSymbolicLink(
            atPath: scratch.path("link"), withDestinationPath: scratch.path("host/yilu.sqlite"))
        try manager.linkItem(atPath: scratch.path("host/yilu.sqlite"), toPath: scratch.path("hard"))
        let names = [
            "host/yilu.sqlite", scratch.path("host/yilu.sqlite"), "037/../host/./yilu.sqlite", "folder/yilu.sqlite",
            "link", "hard", "host/yilu.sqlite-wal", "folder/yilu.sqlite-shm", "host/yilu.sqlite-journal",
            "host/yilu.lock",
        ]
        let before = try await scratch.answer("host", "status")["replica"]?.text
        for name in names {
            let outcome = try await scratch.yilu("host", command + [name, "--lang", "en"])
            #expect(outcome.code == 73 && outcome.output.isEmpty, "\(name): \(outcome.errors)")
            #expect(outcome.errors.contains("device's own"), "\(name): \(outcome.errors)")
        }
        #expect(try await scratch.answer("host", "status")["replica"]?.text == before)
        #expect(try await scratch.yilu("host", ["check", "--deep"]).code == 0)
        #expect(try await scratch.yilu("host", command + ["host/mine"]).code == 0, "beside them anything may lie")
    }

    @Test("is one file each: records and photos in one are a usage error, and nothing is written")
    func photosApart() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try FileManager.default.createDirectory(atPath: scratch.path("out"), withIntermediateDirectories: true)
        for (form, out, photos) in [
            ("activity", "a.csv", "a.csv"), ("activity", "out/../a.csv", "a.csv"),
            ("all", "out", "./out/activity.csv"), ("all", "out", "out/README.md"),
        ] {
            let outcome = try await scratch.yilu("host", ["export", form, "--out", out, "--photos", photos])
            #expect(outcome.code == 64 && outcome.errorLines.count == 2, "\(photos): \(outcome.errors)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("a.csv")))
    }
}
