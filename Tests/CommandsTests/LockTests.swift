import CProcess
import Foundation
import Testing

@Suite("a device with a passphrase, from the command line")
struct LockTests {
    @Test("says that it is locked, and how to go on; every command takes the passphrase from a file")
    func lockedDevice() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try Data("一路平安\n".utf8).write(to: scratch.folder.appending(path: "words"))
        #expect(try await scratch.answer("037", "status")["passphrase"]?.isTrue == false)
        #expect(try await scratch.answer("037", "lock", "--passphrase-file", "words")["passphrase"]?.isTrue == true)
        for command in [
            ["status"], ["record", "list"], ["record", "add", "issue", "kind=other", "title=x"], ["web"],
            ["backup", "b.backup"], ["backup", "b.backup", "--root-key"], ["check", "--deep"],
        ] {
            let outcome = try await scratch.yilu("037", command + ["--lang", "en"])
            #expect(outcome.code == 77, "\(command)")
            #expect(
                outcome.errorLines == [
                    "yilu: this device is locked", "First run yilu unlock and give the passphrase.",
                ], "\(command)")
            #expect(outcome.output.isEmpty)
        }
        try await scratch.done("037", "check")
        let at = ["YILU_PASSPHRASE_FILE": scratch.path("words")]
        let added = try await scratch.yilu(
            "037", ["record", "add", "issue", "kind=other", "title=进门难"], environment: at)
        #expect(added.code == 0, "\(added.errors)")
        let status = try await scratch.yilu("037", ["status", "--lang", "en"], environment: at)
        #expect(status.output.contains("A passphrase protects this device's keys"))
        // Nobody sits at a terminal here.
        let asked = try await scratch.yilu("037", ["unlock", "--lang", "en"])
        #expect(asked.code == 64)
        #expect(asked.errors.contains("--passphrase-file"))
        try Data("别的\n".utf8).write(to: scratch.folder.appending(path: "wrong"))
        #expect(try await scratch.yilu("037", ["unlock", "--for-good", "--passphrase-file", "wrong"]).code == 77)
        let off = try await scratch.answer("037", "unlock", "--for-good", "--passphrase-file", "words")
        #expect(off["passphrase"]?.isTrue == false)
        #expect(try await scratch.numbers("037") == ["037-1"])
        #expect(
            try await scratch.yilu("037", ["unlock", "--passphrase-file", "words"]).code == 0, "there is nothing to do")
    }

    @Test("is unlocked for every program of the user, until it is locked again", .enabled(if: hasKeyring, "no keyring"))
    func keyring() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        try Data("一路平安\n".utf8).write(to: scratch.folder.appending(path: "words"))
        try await scratch.done("037", "lock", "--passphrase-file", "words")
        try await scratch.done("037", "unlock", "--passphrase-file", "words")
        try await scratch.done("037", "record", "add", "issue", "kind=other", "title=进门难")
        #expect(try await scratch.numbers("037") == ["037-1"])
        try await scratch.done("037", "lock")
        #expect(try await scratch.yilu("037", ["status"]).code == 77)
        try await scratch.done("037", "unlock", "--passphrase-file", "words")
        // Another passphrase is another lock: nothing that lies about opens it.
        try Data("新的\n".utf8).write(to: scratch.folder.appending(path: "new"))
        try await scratch.done("037", "lock", "--change", "--passphrase-file", "new")
        #expect(try await scratch.yilu("037", ["status"]).code == 77)
        #expect(try await scratch.yilu("037", ["unlock", "--passphrase-file", "words"]).code == 77)
        try await scratch.done("037", "unlock", "--for-good", "--passphrase-file", "new")
        try await scratch.done("037", "status")
    }

    /// Whether this system keeps keys for its users; a container may forbid it.
    private static let hasKeyring: Bool = {
        let key = yilu_keyring_add("yilu:test", "x", 1)
        return key >= 0 && yilu_keyring_remove(key) == 0
    }()
}
