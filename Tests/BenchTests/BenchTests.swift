import Foundation
import Testing

@Suite("yilu-bench")
struct BenchTests {
    private static func run(_ arguments: [String]) throws -> (status: Int32, lines: [String], errors: String) {
        let process = Process()
        // The tests' own executable lies beside the program.
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "yilu-bench")
        process.arguments = arguments
        let scratch = FileManager.default.temporaryDirectory.appending(path: "yilu-\(UUID().uuidString)")
        try Data().write(to: scratch)
        defer { try? FileManager.default.removeItem(at: scratch) }
        process.standardError = try FileHandle(forWritingTo: scratch)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (
            process.terminationStatus, text.split(separator: "\n").map(String.init),
            try String(decoding: Data(contentsOf: scratch), as: UTF8.self)
        )
    }

    /// The figures of the last line.
    private static func figures(_ lines: [String]) throws -> [[String: Any]] {
        let last = try #require(lines.last)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
        return try #require(document["figures"] as? [[String: Any]])
    }

    @Test("measures everything once, small, and says it as a table, as JSON and as a plot")
    func everything() throws {
        let plot = FileManager.default.temporaryDirectory.appending(path: "yilu-\(UUID().uuidString).svg")
        defer { try? FileManager.default.removeItem(at: plot) }
        let (status, lines, errors) = try Self.run([
            "--records", "300", "--rounds", "1", "--stations", "2", "--writers", "4", "--changes", "1000",
            "--deed-saves", "100", "--bundle-bytes", "1000000", "--plot", plot.path, "--json",
        ])
        try #require(status == 0, "\(errors)")
        let figures = try Self.figures(lines)
        // A line each below the header, then the JSON.
        #expect(lines.count == figures.count + 2)
        let names = figures.compactMap { $0["name"] as? String }
        for part in [
            "bulk save", "export", "import of a bundle", "bundle bytes", "store bytes", "check --deep", "floor",
            "personal", "3 writers", "open network", "many stations", "opening the store", "status", "record add",
            "memory of export", "memory of import",
        ] {
            #expect(names.contains { $0.contains(part) }, "\(part)")
        }
        #expect(Set(names).count == names.count)
        for (line, figure) in zip(lines.dropFirst(), figures) {
            #expect(line.hasPrefix(figure["name"] as? String ?? "?"))
            let value = try #require(figure["value"] as? Double)
            #expect(value.isFinite && value != 0, "\(line)")
            #expect(figure["goal"] is String && figure["reached"] is Bool)
        }
        let svg = try String(contentsOf: plot, encoding: .utf8)
        #expect(svg.hasPrefix("<svg") && svg.contains("listing 100 records"))
    }

    /// Fewer bytes than this say nothing: the caches would not be full.
    @Test("bundles of long notes and of large photos are written and read within 150 MiB of memory")
    func memory() throws {
        let (status, lines, errors) = try Self.run(["--memory", "--bundle-bytes", "48000000", "--json"])
        try #require(status == 0, "\(errors)")
        let figures = try Self.figures(lines)
        #expect(figures.count == 4)
        for figure in figures { #expect(figure["reached"] as? Bool == true, "\(lines)") }
    }

    @Test("--quick measures the saves of one station only")
    func quick() throws {
        let (status, lines, errors) = try Self.run(["--quick", "--records", "200", "--rounds", "2", "--json"])
        try #require(status == 0, "\(errors)")
        let names = try Self.figures(lines).compactMap { $0["name"] as? String }
        #expect(names.contains { $0.contains("bulk save") })
        #expect(!names.contains { $0.contains("memory") })
    }

    @Test("answers 64 to what it does not understand", arguments: [["x"], ["--rounds", "0"], ["--records", "-1"]])
    func usage(arguments: [String]) throws {
        #expect(try Self.run(arguments).status == 64)
    }
}
