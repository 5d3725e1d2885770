import Foundation
import Testing

@Suite("a home on a full disk")
struct FullDiskTests {
    @Test("every command says that the disk is full, those that only read too, and goes on once there is room")
    func full() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        let disk = scratch.path("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let mounted = try await scratch.run(
            URL(filePath: "/usr/bin/env"), ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk])
        guard mounted.code == 0 else { return print("full: this user mounts no tmpfs: skipped") }
        defer { umount2(disk, 0) }
        try FileManager.default.copyItem(atPath: scratch.path("037"), toPath: disk + "/037")
        try Data().write(to: URL(filePath: disk + "/filler"))
        let filler = try FileHandle(forWritingTo: URL(filePath: disk + "/filler"))
        while (try? filler.write(contentsOf: Data(count: 4_096))) != nil {}
        try filler.close()
        for command in [
            ["status"], ["record", "list"], ["record", "add", "activity", "title=茶"], ["check"],
            ["bundle", "export", "--to", "host", "--out", "b.yilu"],
        ] {
            let outcome = try await scratch.yilu("disk/037", command + ["--lang", "en"])
            #expect(outcome.code == 74 && outcome.output.isEmpty, "\(command): \(outcome.errors)")
            #expect(
                outcome.errorLines == ["yilu: the disk is full", "Nothing was changed: make room and try again."],
                "\(command)")
        }
        try FileManager.default.removeItem(atPath: disk + "/filler")
        try await scratch.done("disk/037", "record", "add", "activity", "title=茶")
    }
}
