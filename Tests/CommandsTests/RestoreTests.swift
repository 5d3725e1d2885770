import Foundation
import Testing

@Suite("yilu restore")
struct RestoreTests {
    @Test("gives a restored host the root key, at once or later, and it invites on")
    func rootKey() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.done("host", "backup", "root.key", "--root-key")
        try await scratch.done("host", "backup", "host.backup")
        let plain = try await scratch.yilu("later", ["restore", "host.backup", "--lang", "en"])
        #expect(plain.code == 0 && plain.output.contains("yilu restore --root-key FILE"))
        let invite = ["station", "invite", "新站", "--town", "百善镇", "--code", "038", "--out", "038.invitation"]
        #expect(try await scratch.yilu("later", invite).code == 77)
        let answer = try await scratch.answer("later", "restore", "--root-key", "root.key")
        #expect(answer.keys == ["network", "networkName", "replica", "place", "placeName", "standing"])
        #expect(try await scratch.yilu("later", invite).code == 0)
        let both = try await scratch.yilu("both", ["restore", "host.backup", "--root-key", "root.key", "--lang", "en"])
        #expect(both.code == 0 && both.output.contains("may invite"))
        #expect(try await scratch.yilu("both", invite).code == 0)
    }

    @Test("wants a file, and says of another one what it is")
    func faults() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.done("host", "backup", "root.key", "--root-key")
        #expect(try await scratch.yilu("new", ["restore"]).code == 64)
        let key = try await scratch.yilu("new", ["restore", "root.key", "--lang", "en"])
        #expect(
            key.code == 65
                && key.errorLines == [
                    "yilu: root.key holds the network's root key only, and no records",
                    "It goes with a backup of the host: yilu restore FILE --root-key root.key",
                ])
        #expect(!FileManager.default.fileExists(atPath: scratch.path("new")))
    }
}
