import Foundation
import Testing

@Suite("yilu-simulate")
struct CommandTests {
    private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        // The tests' own executable lies beside the program.
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "yilu-simulate")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test("says what it saw, and the same in another process")
    func replays() throws {
        let arguments = ["21", "--stations", "2", "--days", "3"]
        let (one, again) = (try Self.run(arguments), try Self.run(arguments))
        #expect(one.status == 0)
        #expect(one.output.contains("seed 21: held."))
        #expect(one.output == again.output)
    }

    @Test("answers 64 to what it does not understand", arguments: [[], ["x"], ["-1"], ["1", "--days", "0"]])
    func usage(arguments: [String]) throws {
        #expect(try Self.run(arguments).status == 64)
    }
}
