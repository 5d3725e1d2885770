import Foundation
import FuzzEntries
import Seeds
import Testing

/// What `Scripts/fuzz` begins with and what it found. A trap ends the whole run, as it would have ended the program; what
/// takes for ever runs into the limit of time.
@Suite("Bytes of others", .timeLimit(.minutes(5)))
struct FuzzTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    private static func golden(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: tests.appending(path: "BundlesTests/Golden/\(name)")))
    }

    struct Finding: CustomTestStringConvertible {
        let entry: FuzzEntry
        let file: URL

        var testDescription: String { "\(entry) \(file.lastPathComponent)" }
    }

    static let findings: [Finding] = FuzzEntry.allCases.flatMap { entry in
        let folder = tests.appending(path: "Fuzz/Findings/\(entry)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { Finding(entry: entry, file: folder.appending(path: $0)) }
    }

    @Test("good ones, hashed, signed and sealed by the entries, are taken", arguments: FuzzEntry.allCases)
    func seeds(entry: FuzzEntry) throws {
        let seeds = try entry.seeds(golden: FuzzTests.golden)
        #expect(!seeds.isEmpty)
        for seed in seeds { #expect(throws: Never.self) { try entry.attempt(seed) } }
    }

    @Test("what a fuzzer found once does no harm again", arguments: findings)
    func finding(finding: Finding) throws {
        finding.entry.run(Array(try Data(contentsOf: finding.file)))
    }

    @Test("good ones with bytes changed, put in, left out and cut are taken or refused", arguments: FuzzEntry.allCases)
    func altered(entry: FuzzEntry) throws {
        var random = SeededRandom(9)
        for seed in try entry.seeds(golden: FuzzTests.golden) {
            for _ in 0..<100 {
                var bytes = seed
                for _ in 0...random.below(3) where !bytes.isEmpty {
                    let place = random.below(bytes.count)
                    switch random.below(4) {
                    case 0: bytes[place] = UInt8(random.below(256))
                    case 1: bytes.insert(random.one(of: [0, 1, 0x7F, 0x80, 0xFF]), at: place)
                    case 2: bytes.remove(at: place)
                    default: bytes.removeLast(min(bytes.count, random.below(20)))
                    }
                }
                entry.run(bytes)
            }
        }
    }
}
