import Foundation
import Testing

/// How a disk fails at one step of a program.
enum DiskFailure: String, CaseIterable {
    /// That step does not work, and all others do.
    case once = "EIO"
    /// Nothing that needs room works from then on.
    case full = "ENOSPC"
}

@Suite("a disk that fails")
struct FailingDiskTests {
    private static let isWhole = ProcessInfo.processInfo.environment["YILU_TEST_ALL"] == "1"

    @Test(
        "ends a deed in words, and nothing is lost or half there; once the disk works, so does the deed",
        .enabled(if: Preload.failing != nil, "there is no C compiler"), arguments: DiskFailure.allCases)
    func anyStep(failure: DiskFailure) async throws {
        let start = try await FailingDiskTests.start()
        var lines: [String] = []
        for deed in FailingDeed.all {
            var trials = 0
            // Whole, every step; else some of them, which differ from deed to deed.
            let stride = FailingDiskTests.isWhole ? 1 : 15
            var step = FailingDiskTests.isWhole ? 1 : 1 + (lines.count * 2) % stride
            while try await fails(deed, at: step, failure, start) {
                trials += 1
                step += stride
            }
            lines.append("\(deed.words.prefix(2).joined(separator: " ")) at \(deed.home): \(trials)")
        }
        print("\(failure.rawValue), steps that failed: \(lines.joined(separator: "; ")).")
    }

    /// What every trial begins with.
    private static func start() async throws -> Scratch {
        let start = try Scratch()
        try await start.makeDistrict()
        try await start.makeStation("037")
        try await start.exchange(["037"])
        try await start.done(
            "host", "station", "invite", "新站", "--town", "百善镇", "--code", "038", "--out", "new.invitation")
        try await start.done("037", "record", "add", "activity", "title=从前")
        try await start.done("037", "bundle", "export", "--to", "host", "--out", "in.yilu")
        try await start.done("037", "backup", "good.backup")
        try start.write((0..<40).map { "{\"title\":\"第 \($0) 场\"}\n" }.joined(), to: "rows.jsonl")
        try start.write("open sesame", to: "pass")
        try FileManager.default.createDirectory(atPath: start.path("usb"), withIntermediateDirectories: true)
        for file in FailingDeed.all.compactMap(\.file) { try start.write(FailingDeed.old, to: file) }
        return start
    }

    /// Does a deed with a failure, in a copy of the start, and then without.
    ///
    /// - Returns: false where the deed has no such step.
    private func fails(
        _ deed: FailingDeed, at step: Int, _ failure: DiskFailure, _ start: Scratch
    ) async throws -> Bool {
        let scratch = try Scratch(copyOf: start)
        let before = try scratch.names()
        let log = FileManager.default.temporaryDirectory.appending(path: "yilu-failed-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: log) }
        let outcome = try await scratch.yilu(
            deed.home, deed.words + ["--lang", "en"],
            environment: [
                "LD_PRELOAD": try #require(Preload.failing).path, "YILU_FAILING_AS": failure.rawValue,
                "YILU_FAILING_STEP": "\(step)", "YILU_FAILING_LOG": log.path,
                "YILU_FAILING_BELOW": scratch.folder.resolvingSymlinksInPath().path,
            ])
        guard let failed = try? String(contentsOf: log, encoding: .utf8) else {
            #expect(outcome.code == 0, "\(deed.words) with no failure: \(outcome.errors)")
            return false
        }
        let trial: Comment = "\(deed.words), \(failure), step \(step): \(failed)\(outcome.code) \(outcome.errors)"
        #expect(!outcome.endedBySignal, trial)
        #expect([0, 73, 74].contains(outcome.code), trial)
        #expect(outcome.code == 0 || outcome.errorLines.count >= 2, trial)
        if let file = deed.file {
            let content = try scratch.content(of: file)
            #expect(content == FailingDeed.old || deed.isWhole(content), trial)
            #expect(outcome.code != 0 || content != FailingDeed.old, trial)
            if file.hasSuffix(".yilu"), content != FailingDeed.old {
                #expect(try await scratch.unlocked("host", ["bundle", "verify", file]).code == 0, trial)
            }
        }
        // A device half made is begun anew; nothing else is left lying about.
        #expect(try scratch.names().subtracting(before).subtracting([deed.home]).isEmpty, trial)
        if FileManager.default.fileExists(atPath: scratch.path("\(deed.home)/yilu.sqlite")) {
            #expect(try await scratch.unlocked(deed.home, ["check"]).code == 0, trial)
        }
        try await repeats(deed, in: scratch, after: outcome, trial)
        return true
    }

    /// Does the deed anew, on a disk that works, and looks for what was acknowledged.
    private func repeats(
        _ deed: FailingDeed, in scratch: Scratch, after outcome: Outcome, _ trial: Comment
    ) async throws {
        let again = try await scratch.unlocked(deed.home, deed.words)
        // Who says that it failed may have made a device all the same; what is there already is not made again.
        #expect(again.code == 0 || (deed.isMaking && again.code == 73), "\(trial) and again: \(again.errors)")
        #expect(try await scratch.unlocked(deed.home, ["check", "--deep"]).code == 0, trial)
        if let file = deed.file {
            #expect(deed.isWhole(try scratch.content(of: file)), trial)
        }
        if let title = deed.title {
            let listed = try await scratch.yilu(deed.home, ["record", "list"]).output
            let count = listed.components(separatedBy: title).count - 1
            #expect(count == (outcome.code == 0 ? 2 : 1), trial)
        }
        // Whatever was carried reaches the host whole.
        if deed.words[0] == "stick", deed.home == "037" { try await scratch.done("host", "stick", "usb") }
        if deed.words.starts(with: ["bundle", "export"]) {
            try await scratch.done("host", "bundle", "import", "out.yilu")
        }
        if deed.home == "037", ["stick", "bundle"].contains(deed.words[0]) {
            #expect(try await scratch.yilu("host", ["record", "list"]).output.contains("从前"), trial)
        }
    }
}

extension Scratch {
    /// A copy of all that lies in another folder.
    fileprivate convenience init(copyOf other: Scratch) throws {
        try self.init()
        for name in try FileManager.default.contentsOfDirectory(atPath: other.folder.path) {
            try FileManager.default.copyItem(atPath: other.path(name), toPath: path(name))
        }
    }

    /// Runs `yilu` with the passphrase at hand, which only a device with one asks for.
    fileprivate func unlocked(_ home: String, _ words: [String]) async throws -> Outcome {
        try await yilu(home, words, environment: ["YILU_PASSPHRASE_FILE": path("pass")])
    }

    /// What lies in the folder.
    fileprivate func names() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
    }
}
