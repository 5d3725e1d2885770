import Foundation
import Testing

/// STYLE's sizes: small files, short functions, counted here and only ever allowed to fall.
@Suite("the size of the code")
struct SizeTests {
    /// No file may be longer, whatever its reason.
    static let fileLinesMax = 500
    static let functionLinesMax = 70
    /// A file beyond this many lines is a long one.
    static let longFileLines = 150

    /// The ratchet: what the code has reached. Lower a number when the code does better; never raise one.
    static let reachedLongestFileLines = 300
    static let reachedLongFiles = 40

    struct Function: Comparable, CustomStringConvertible {
        let file: String
        let line: Int
        let lines: Int

        var description: String { "\(file):\(line): \(lines) lines" }

        static func < (one: Function, other: Function) -> Bool { one.lines < other.lines }
    }

    static let files: [(name: String, lines: [Substring])] = ["Sources", "Tests"].flatMap { top in
        let folder = Scratch.project.appending(path: top).resolvingSymlinksInPath()
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
            let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
            return text.map { ("\(top)/\(name)", $0.split(separator: "\n", omittingEmptySubsequences: false)) }
        }
    }

    @Test("no file is longer than it may be, and the longest only ever gets shorter")
    func fileSizes() {
        #expect(SizeTests.files.count > 50)
        for file in SizeTests.files {
            let lines = file.lines.count - 1
            #expect(lines <= min(SizeTests.fileLinesMax, SizeTests.reachedLongestFileLines), "\(file.name): \(lines)")
        }
        let long = SizeTests.files.filter { $0.lines.count - 1 > SizeTests.longFileLines }
        #expect(long.count <= SizeTests.reachedLongFiles, "\(long.map(\.name))")
    }

    @Test("no function is longer than 70 lines")
    func functionSizes() {
        let functions = SizeTests.files.flatMap { SizeTests.functions(in: $0.lines, file: $0.name) }
        #expect(functions.count > 300)
        for function in functions where function.lines > SizeTests.functionLinesMax {
            Issue.record("\(function)")
        }
    }

    @Test("the counting finds a function's end, also behind a long signature, and none in a protocol")
    func counting() {
        let code = """
            protocol P {
                func required() throws
                func required(
                    with: Int
                ) -> Int
            }
            struct S {
                func short() { print("x") }
                private static func long(
                    one: Int
                ) -> Int {
                    if one > 0 {
                        return 1
                    }
                    return 2
                }
                init?(text: String) {
                    self = S()
                }
            }
            """
        let found = SizeTests.functions(in: code.split(separator: "\n", omittingEmptySubsequences: false), file: "f")
        #expect(found.map(\.lines) == [1, 8, 3])
    }

    /// The functions and initialisers in formatted code: a body ends at the first brace with the indentation of its
    /// declaration.
    static func functions(in lines: [Substring], file: String) -> [Function] {
        lines.indices.compactMap { start in
            let line = lines[start]
            let indent = line.prefix { $0 == " " }
            guard declares(line.dropFirst(indent.count)) else { return nil }
            if line.hasSuffix("}") { return Function(file: file, line: start + 1, lines: 1) }
            var opening = start
            while !lines[opening].hasSuffix("{") {
                opening += 1
                // A signature goes on with deeper lines, and ends with one that closes it.
                guard opening < lines.count,
                    lines[opening].hasPrefix(indent + "    ") || lines[opening].hasPrefix(indent + ")")
                        || lines[opening] == indent + "{"
                else { return nil }
            }
            let end = lines[(opening + 1)...].firstIndex { $0.hasPrefix(indent + "}") }
            return end.map { Function(file: file, line: start + 1, lines: $0 - start + 1) }
        }
    }

    private static func declares(_ code: Substring) -> Bool {
        let modifiers: Set<Substring> = [
            "public", "package", "internal", "fileprivate", "private", "static", "mutating", "nonmutating", "override",
            "final", "class", "convenience", "nonisolated", "consuming", "borrowing", "@discardableResult",
            "@inline(__always)",
        ]
        let word = code.split(separator: " ").first { !modifiers.contains($0) } ?? ""
        return word == "func" || word.hasPrefix("init(") || word.hasPrefix("init?(") || word.hasPrefix("init<")
    }
}
