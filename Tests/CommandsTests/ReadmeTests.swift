import Foundation
import Testing

@Suite("the README")
struct ReadmeTests {
    @Test("every command of the five-minute tour works as pasted")
    func tour() async throws {
        let readme = try String(contentsOf: Scratch.project.appending(path: "README.md"), encoding: .utf8)
        let tour = try #require(readme.components(separatedBy: "## Five-minute tour").dropFirst().first)
        let blocks = tour.components(separatedBy: "```sh\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(blocks.count >= 5)
        let scratch = try Scratch()
        // The tour adds the project's own build to PATH; the program beside the tests comes after it, for a build elsewhere.
        let path = "/usr/local/bin:/usr/bin:/bin:\(Scratch.program.deletingLastPathComponent().path)"
        let script = "set -e\ncd '\(Scratch.project.path)'\n" + blocks.joined(separator: "\n")
        let outcome = try await scratch.run(
            URL(filePath: "/bin/bash"), ["-c", script], environment: ["PATH": path, "TMPDIR": scratch.folder.path])
        #expect(outcome.code == 0, "\(outcome.output)\n\(outcome.errors)")
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    }

    @Test("the Chinese section names no command that does not exist")
    func chineseSection() async throws {
        let readme = try String(contentsOf: Scratch.project.appending(path: "README.md"), encoding: .utf8)
        let section = try #require(readme.components(separatedBy: "\n# 驿录\n").last)
        let commands = section.split(separator: "\n").filter { $0.hasPrefix("    yilu ") }
        #expect(commands.count >= 10)
        let scratch = try Scratch()
        for command in commands {
            let words = command.split(separator: " ").map(String.init)
            let path = Array(words.dropFirst().prefix { word in word.utf8.allSatisfy { 0x61...0x7A ~= $0 } }.prefix(2))
            let help = try await scratch.yilu(nil, path + ["--help"])
            #expect(help.code == 0 && help.output.contains("用法：yilu \(path[0])"), "\(command)")
        }
    }
}
