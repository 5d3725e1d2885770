import Foundation
import Testing

extension DiskTrial {
    /// A host and a station that know each other, and all that the deeds need.
    static func start() async throws -> Scratch {
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
        for file in DiskDeed.all.compactMap(\.file) { try start.write(DiskDeed.old, to: file) }
        return start
    }

    /// Tries each step of each deed; in a run that is to be short, some of them, which differ from deed to deed.
    ///
    /// - Parameters:
    ///   - stride: how many steps a short run goes on by.
    ///   - holds: tries one, and says whether the deed has that step.
    /// - Returns: how many were tried of each deed.
    static func everyStep(
        oneIn stride: Int, _ holds: (DiskDeed, Int) async throws -> Bool
    ) async throws -> String {
        let isWhole = ProcessInfo.processInfo.environment["YILU_TEST_ALL"] == "1"
        var lines: [String] = []
        for deed in DiskDeed.all {
            var trials = 0
            var step = isWhole ? 1 : 1 + (lines.count * 2) % stride
            while try await holds(deed, step) {
                trials += 1
                step += isWhole ? 1 : stride
            }
            lines.append("\(deed.words.prefix(2).joined(separator: " ")) at \(deed.home): \(trials)")
        }
        return lines.joined(separator: "; ")
    }
}

extension Scratch {
    /// A copy of all that lies in another folder.
    convenience init(copyOf other: Scratch) throws {
        try self.init()
        for name in try FileManager.default.contentsOfDirectory(atPath: other.folder.path) {
            try FileManager.default.copyItem(atPath: other.path(name), toPath: path(name))
        }
    }
}
