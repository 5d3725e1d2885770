import Foundation
import Testing

@Suite("what is said to be written")
struct WrittenTests {
    @Test(
        "is on the disk, and so is its name, before the program says anything",
        .enabled(if: Preload.witness != nil, "there is no C compiler"))
    func synced() async throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path("usb"), withIntermediateDirectories: true)
        try scratch.write("open sesame", to: "pass")
        // Each with a file that it must have been seen to write, so that a witness who sees nothing is noticed.
        let deeds: [(home: String, words: [String], file: String)] = [
            ("host", ["district", "create", "--name", "昌平区"], "host/yilu.sqlite"),
            ("host", ["town", "add", "百善镇"], "state/yilu/"),
            (
                "host", ["station", "invite", "站", "--town", "百善镇", "--code", "037", "--out", "a.invitation"],
                "a.invitation"
            ),
            ("037", ["join", "a.invitation", "--by", "王芳"], "037/yilu.sqlite"),
            ("037", ["record", "add", "activity", "title=茶"], "state/yilu/"),
            ("037", ["bundle", "export", "--to", "host", "--out", "to-host.yilu"], "to-host.yilu"),
            ("host", ["bundle", "import", "to-host.yilu"], "state/yilu/"),
            ("037", ["stick", "usb"], "usb/YILU/"),
            ("host", ["stick", "usb"], "usb/YILU/"),
            ("host", ["backup", "plain.backup"], "plain.backup"),
            ("host", ["backup", "sealed.backup", "--passphrase-file", "pass"], "sealed.backup"),
            ("host", ["backup", "root.pem", "--root-key", "--passphrase-file", "pass"], "root.pem"),
            ("037", ["export", "activity", "--format", "csv", "--out", "a.csv"], "a.csv"),
            ("host", ["report", "--out", "report.html"], "report.html"),
            ("other", ["restore", "plain.backup"], "other/yilu.sqlite"),
        ]
        for deed in deeds { try await watch(scratch, deed.home, deed.words, writes: deed.file) }
    }

    @Test(
        "of a sealed backup lies nowhere open but in the home",
        .enabled(if: Preload.witness != nil, "there is no C compiler"),
        arguments: [[], ["--root-key"]])
    func sealed(options: [String]) async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try scratch.write("open sesame", to: "pass")
        try FileManager.default.createDirectory(atPath: scratch.path("usb"), withIntermediateDirectories: true)
        let witness = try await witness(
            scratch, "host", ["backup", "usb/host.backup", "--passphrase-file", "pass"] + options)
        let folder = scratch.folder.resolvingSymlinksInPath().path
        let beyond = witness.written.filter { !$0.hasPrefix("\(folder)/host/") && !$0.hasPrefix("\(folder)/state/") }
        #expect(beyond == ["\(folder)/usb/host.backup.part", "\(folder)/usb/host.backup"])
        #expect(try !scratch.content(of: "usb/host.backup").contains("SQLite format"))
    }

    private func watch(_ scratch: Scratch, _ home: String, _ words: [String], writes file: String) async throws {
        let folder = scratch.folder.resolvingSymlinksInPath().path
        let witness = try await witness(scratch, home, words)
        #expect(witness.written.contains { $0.hasPrefix("\(folder)/\(file)") }, "\(words) wrote \(witness.written)")
        #expect(witness.unsyncedContents.isEmpty, "\(words): not synced")
        #expect(witness.unsyncedNames.isEmpty, "\(words): the folder is not synced")
    }

    private func witness(_ scratch: Scratch, _ home: String, _ words: [String]) async throws -> Witness {
        let library = try #require(Preload.witness)
        let folder = scratch.folder.resolvingSymlinksInPath().path
        let known = try FileManager.default.subpathsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
        let outcome = try await scratch.yilu(
            home, words, environment: ["LD_PRELOAD": library.path, "YILU_WITNESS": scratch.path("witness.log")])
        try #require(outcome.code == 0, "\(words): \(outcome.errors)")
        let log = try scratch.text(of: "witness.log")
        try FileManager.default.removeItem(atPath: scratch.path("witness.log"))
        return Witness(log: log, known: Set(known))
    }
}
