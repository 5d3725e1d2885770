import Device
import FieldRecords
import Foundation
import Seeds

/// The most memory that `yilu` has at once while it writes and reads a large bundle, of long notes that hardly deflate,
/// and one of large photos, a quarter as much.
struct MemoryTrial {
    /// One bundle, and the processes that wrote and read it.
    struct Peak {
        let content: String
        let bundleBytes: Int64
        let exportBytes: Int64
        let importBytes: Int64
    }

    private static let noteBytes = 48 << 10
    private static let photoBytes = 32 << 20
    /// What a byte of 64 signs comes to once deflated.
    private static let deflated = 0.76

    private(set) var peaks: [Peak] = []
    private let network: BenchNetwork
    private let yilu: String
    private var random = SeededRandom(5)

    init(bundleBytes: Int, yilu: String, folder: String) throws {
        network = try BenchNetwork(folder: folder)
        self.yilu = yilu
        _ = try network.station("001")
        try saveNotes(Int(Double(bundleBytes) / Self.deflated / Double(Self.noteBytes)) + 1, at: "001")
        try carry(from: "001", "notes")
        _ = try network.station("002")
        try savePhotos(max(1, bundleBytes / 4 / Self.photoBytes), at: "002")
        try carry(from: "002", "photos")
    }

    @discardableResult
    private func run(_ home: String, _ arguments: [String]) throws -> Watch {
        try Watch(yilu, ["--home", "\(network.folder)/\(home)", "--sidecar", network.folder + "/notes"] + arguments)
    }

    /// Measures the way of all that a station holds to the host.
    private mutating func carry(from station: String, _ content: String) throws {
        let bundle = network.folder + "/large.yilu"
        let sent = try run(station, ["bundle", "export", "--to", "host", "--out", bundle])
        try network.remove(station)
        let facts = try FileManager.default.attributesOfItem(atPath: bundle)
        peaks.append(
            Peak(
                content: content, bundleBytes: (facts[.size] as? NSNumber)?.int64Value ?? 0,
                exportBytes: sent.peakBytes, importBytes: try run("host", ["bundle", "import", bundle]).peakBytes))
        try FileManager.default.removeItem(atPath: bundle)
    }

    private mutating func saveNotes(_ count: Int, at station: String) throws {
        // By pieces, so that the files do not take a third time the room.
        let file = network.folder + "/notes.jsonl"
        for start in stride(from: 0, to: count, by: 1_000) {
            try writeNotes(min(count - start, 1_000), to: file)
            try run(station, ["import", "visit", file])
        }
        try FileManager.default.removeItem(atPath: file)
    }

    private mutating func savePhotos(_ count: Int, at station: String) throws {
        let file = network.folder + "/photo.jpg"
        for _ in 0..<count {
            try Data([0xFF, 0xD8, 0xFF] + random.bytes(Self.photoBytes - 3)).write(to: URL(fileURLWithPath: file))
            try run(station, ["record", "add", "issue", "kind=other", "title=路灯不亮", "--photo", "photo=\(file)"])
        }
        try FileManager.default.removeItem(atPath: file)
    }

    private mutating func writeNotes(_ count: Int, to path: String) throws {
        let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw PeerFailure(description: "cannot write \(path)") }
        defer { try? file.close() }
        for _ in 0..<count {
            var line = Array(#"{"services":"rest","people":1,"note":""#.utf8)
            for _ in 0..<Self.noteBytes / 8 {
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
        peaks.flatMap { peak in
            let size = "\(rounded(Double(peak.bundleBytes) / 1_048_576)) MiB bundle"
            return [("export", peak.exportBytes), ("import", peak.importBytes)].map { name, bytes in
                let mebibytes = Double(bytes) / 1_048_576
                return Figure(
                    name: "peak memory of \(name), \(peak.content)", ours: "\(rounded(mebibytes)) MiB", peer: size,
                    value: mebibytes, goal: .atMost(150))
            }
        }
    }
}
