import Foundation
import Testing

/// A deed on a bad disk, in a place of its own: what it begins with, and what must be so whatever the disk did.
struct DiskTrial {
    let deed: DiskDeed
    let scratch: Scratch
    /// What lay there before.
    private let before: Set<String>
    private let log = FileManager.default.temporaryDirectory.appending(path: "yilu-step-\(UUID().uuidString)")

    /// - Parameter start: see ``start()``.
    init(_ deed: DiskDeed, from start: Scratch) throws {
        self.deed = deed
        scratch = try Scratch(copyOf: start)
        before = try scratch.names()
    }

    /// Does the deed with a library loaded that stands for the disk, and reads which step it was that failed.
    ///
    /// - Parameter environment: what the library needs to know, by the end of the names: `YILU_KIND_STEP` is `STEP`.
    /// - Returns: how it ended; and the step, nil where there was no such step.
    func attempt(
        _ library: URL?, kind: String, _ environment: [String: String]
    ) async throws -> (outcome: Outcome, step: String?) {
        defer { try? FileManager.default.removeItem(at: log) }
        var all = ["LD_PRELOAD": try #require(library).path, "YILU_\(kind)_LOG": log.path]
        for (name, value) in environment { all["YILU_\(kind)_\(name)"] = value }
        let outcome = try await scratch.yilu(deed.home, deed.words + ["--lang", "en"], environment: all)
        return (outcome, try? String(contentsOf: log, encoding: .utf8))
    }

    /// Whatever the disk did, a file that is there under its name is the old one or a whole new one, and the device is
    /// sound, if it is there at all.
    ///
    /// - Parameter isAcknowledged: whether the program had said that it was done.
    func expectNothingHalf(isAcknowledged: Bool, _ comment: Comment) async throws {
        if let file = deed.file {
            let content = try scratch.content(of: file)
            if content == DiskDeed.old {
                #expect(!isAcknowledged, comment)
            } else {
                try await expectWhole(file, content, comment)
            }
        }
        if let file = deed.newFile {
            let isThere = FileManager.default.fileExists(atPath: scratch.path(file))
            #expect(isThere || !isAcknowledged, comment)
            if isThere { try await expectWhole(file, scratch.content(of: file), comment) }
        }
        let isThere = FileManager.default.fileExists(atPath: scratch.path("\(deed.home)/yilu.sqlite"))
        #expect(isThere || deed.isMaking && !isAcknowledged, comment)
        if isThere {
            let checked = try await unlocked(deed.home, ["check"])
            #expect(checked.code == 0, "\(comment): \(checked.output)\(checked.errors)")
        }
    }

    /// A device half made is begun anew; nothing else is left lying about.
    func expectNothingLeft(_ comment: Comment) throws {
        let folder = deed.newFile?.split(separator: "/").first.map(String.init) ?? deed.home
        #expect(try scratch.names().subtracting(before).subtracting([deed.home, folder]).isEmpty, comment)
    }

    /// Does the deed anew, on a disk that works, and looks for what was acknowledged.
    ///
    /// - Parameter counts: how often the record may be there that the deed begins.
    func expectDoneAnew(counts: ClosedRange<Int>, _ comment: Comment) async throws {
        let again = try await unlocked(deed.home, deed.words)
        // Who says that it failed may have made a device all the same; what is there already is not made again.
        #expect(again.code == 0 || (deed.isMaking && again.code == 73), "\(comment) and again: \(again.errors)")
        let checked = try await unlocked(deed.home, ["check", "--deep"])
        #expect(checked.code == 0, "\(comment): \(checked.output)\(checked.errors)")
        if let file = deed.file ?? deed.newFile { try await expectWhole(file, scratch.content(of: file), comment) }
        if let title = deed.title {
            let listed = try await scratch.yilu(deed.home, ["record", "list"]).output
            #expect(counts.contains(listed.components(separatedBy: title).count - 1), comment)
        }
        // Whatever was carried reaches the host whole.
        if deed.words[0] == "stick", deed.home == "037" { try await scratch.done("host", "stick", "usb") }
        if deed.words.starts(with: ["bundle", "export"]), deed.home == "037" {
            try await scratch.done("host", "bundle", "import", "out.yilu")
        }
        if deed.home == "037", ["stick", "bundle"].contains(deed.words[0]) {
            #expect(try await scratch.yilu("host", ["record", "list"]).output.contains("从前"), comment)
        }
    }

    /// A file is whole if its reader takes it.
    private func expectWhole(_ file: String, _ content: String, _ comment: Comment) async throws {
        #expect(content != DiskDeed.old && content.hasSuffix(deed.ending), comment)
        if file.hasSuffix(".yilu") {
            let receiver = deed.home == "host" ? "037" : "host"
            #expect(try await unlocked(receiver, ["bundle", "verify", file]).code == 0, comment)
        }
        if file.hasSuffix(".backup") {
            let restored = try await unlocked("of-it", ["restore", file, "--passphrase-file", "pass"])
            #expect(restored.code == 0, "\(comment): \(restored.errors)")
            try FileManager.default.removeItem(atPath: scratch.path("of-it"))
        }
    }

    /// Runs `yilu` with the passphrase at hand, which only a device with one asks for.
    func unlocked(_ home: String, _ words: [String]) async throws -> Outcome {
        try await scratch.yilu(home, words, environment: ["YILU_PASSPHRASE_FILE": scratch.path("pass")])
    }
}

extension Scratch {
    /// What lies in the folder.
    fileprivate func names() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    }
}
