import Foundation
import Testing

@Suite("the format of a file")
struct FileFormatTests {
    private func usage(_ scratch: Scratch, _ arguments: [String], says words: String) async throws {
        let outcome = try await scratch.yilu("host", arguments + ["--lang", "en"])
        #expect(outcome.code == 64 && outcome.output.isEmpty, "\(arguments): \(outcome.errors)")
        #expect(outcome.errorLines.count == 2 && outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
        let chinese = try await scratch.yilu("host", arguments + ["--lang", "zh"])
        #expect(chinese.code == 64 && chinese.errorLines.count == 2, "\(arguments): \(chinese.errors)")
        #expect(chinese.errorLines.first?.unicodeScalars.contains { $0.value > 0x2E80 } == true)
    }

    @Test("is the one that its ending names, where nothing else is said")
    func endings() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.done("host", "record", "add", "issue", "kind=rest", "title=椅", "location=40.2 116.2")
        let starts = [
            "x.xlsx": "PK", "x.XLSX": "PK", "x.jsonl": "{\"form\":", "x.ndjson": "{\"form\":",
            "x.geojson": "{\"type\":\"FeatureCollection\"", "x.csv": "\u{FEFF}_number,", "x": "\u{FEFF}_number,",
            "x.2026": "\u{FEFF}_number,",
        ]
        for (name, start) in starts {
            try await scratch.done("host", "export", "issue", "--out", name)
            #expect(try scratch.content(of: name).hasPrefix(start), "\(name)")
        }
        for (format, name, start) in [("jsonl", "y.json", "{\"form\":"), ("xlsx", "y", "PK"), ("jsonl", "y.txt", "{")] {
            try await scratch.done("host", "export", "issue", "--format", format, "--out", name)
            #expect(try scratch.content(of: name).hasPrefix(start), "\(name)")
        }
        try await scratch.done("host", "export", "all", "--out", "folder.json")
        #expect(try scratch.content(of: "folder.json/issue.csv").hasPrefix("\u{FEFF}_number,"))
        try await scratch.done("host", "report", "--out", "r.htm")
        #expect(try scratch.content(of: "r.htm").hasPrefix("<!DOCTYPE html>"))
    }

    @Test("that contradicts its ending is a usage error, and nothing is written")
    func contradictions() async throws {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        for (format, name) in [("csv", "x.xlsx"), ("xlsx", "x.csv"), ("geojson", "x.jsonl"), ("csv", "x.pdf")] {
            let words = "\(name) is no name for a file of \(format)"
            try await usage(scratch, ["export", "issue", "--format", format, "--out", name], says: words)
        }
        try await usage(scratch, ["export", "issue", "--out", "x.html"], says: "this command writes no .html")
        try await usage(scratch, ["export", "issue", "--out", "x.json"], says: "may be geojson or jsonl: add --format")
        try await usage(scratch, ["report", "--out", "x.xlsx"], says: "this command writes no .xlsx")
        try await usage(
            scratch, ["report", "--format", "text", "--out", "x.json"], says: "x.json is no name for a file of text")
        try await usage(scratch, ["report", "--format", "csv", "--json"], says: "--json contradicts --format csv")
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
        #expect(left.allSatisfy { !$0.hasPrefix("x.") }, "\(left)")
        let json = try await scratch.yilu("host", ["report", "--format", "json", "--json"])
        #expect(try json.code == 0 && json.json["figures"]?.elements.isEmpty == false)
    }
}
