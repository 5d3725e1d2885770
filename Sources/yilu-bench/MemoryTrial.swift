import Device
import FieldRecords
import Foundation
import Seeds

/// The most memory that `yilu` has at once while it writes and reads a large bundle: records with notes of 48 KiB that
/// hardly deflate, as much as it takes.
struct MemoryTrial {
    private static let noteBytes = 48 << 10
    /// What a byte of 64 signs comes to once deflated.
    private static let deflated = 0.76

    private(set) var bundleBytes: Int64 = 0
    private(set) var exportPeakBytes: Int64 = 0
    private(set) var importPeakBytes: Int64 = 0

    init(bundleBytes wanted: Int, yilu: String, folder: String) throws {
        let network = try BenchNetwork(folder: folder)
        _ = try network.station("001")
        let notes = max(1, Int(Double(wanted) / Self.deflated / Double(Self.noteBytes)) + 1)
        func run(_ home: String, _ arguments: [String]) throws -> Watch {
            try Watch(yilu, ["--home", "\(folder)/\(home)", "--sidecar", folder + "/notes"] + arguments)
        }
        var random = SeededRandom(5)
        var left = notes
        while left > 0 {
            // By pieces, so that the files do not take a third time the room.
            let piece = min(left, 1_000)
            let file = folder + "/notes.jsonl"
            try Self.write(piece, to: file, &random)
            _ = try run("001", ["import", "visit", file])
            try FileManager.default.removeItem(atPath: file)
            left -= piece
        }
        let bundle = folder + "/large.yilu"
        exportPeakBytes = try run("001", ["bundle", "export", "--to", "host", "--out", bundle]).peakBytes
        try network.remove("001")
        let facts = try FileManager.default.attributesOfItem(atPath: bundle)
        bundleBytes = (facts[.size] as? NSNumber)?.int64Value ?? 0
        importPeakBytes = try run("host", ["bundle", "import", bundle]).peakBytes
    }

    private static func write(_ count: Int, to path: String, _ random: inout SeededRandom) throws {
        let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw PeerFailure(description: "cannot write \(path)") }
        defer { try? file.close() }
        for _ in 0..<count {
            var line = Array(#"{"services":"rest","people":1,"note":""#.utf8)
            for _ in 0..<noteBytes / 8 {
                var bits = random.next()
                for _ in 0..<8 {
                    line.append(signs[Int(bits & 63)])
                    bits >>= 6
                }
            }
            line += Array("\"}\n".utf8)
            try file.write(contentsOf: line)
        }
    }

    var figures: [Figure] {
        let size = "\(rounded(Double(bundleBytes) / 1_048_576)) MiB bundle"
        return [("export", exportPeakBytes), ("import", importPeakBytes)].map { name, peak in
            let mebibytes = Double(peak) / 1_048_576
            return Figure(
                name: "peak memory of \(name)", ours: "\(rounded(mebibytes)) MiB", peer: size, value: mebibytes,
                goal: .atMost(150))
        }
    }
}
