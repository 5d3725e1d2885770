import ArgumentParser
import Foundation
import Peers

/// The benchmark, or, called by itself, the small process that watches one program.
@main
enum Main {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count > 2, arguments[1] == Watch.word else { return Bench.main() }
        do {
            print(try Watch.run(Array(arguments.dropFirst(2))).line)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }
}

/// A program run to its end in a process of its own.
struct Watch {
    static let word = "--watch"

    let seconds: Double
    /// The most memory that it had at once.
    let peakBytes: Int64

    fileprivate var line: String { "\(seconds) \(peakBytes)" }

    fileprivate static func run(_ arguments: [String]) throws -> Watch {
        var seconds = 0.0
        var peakBytes: Int64 = 0
        var texts = arguments.map { strdup($0) }
        defer { for text in texts { free(text) } }
        texts.append(nil)
        try succeed(peer_run(texts, &seconds, &peakBytes))
        return Watch(seconds: seconds, peakBytes: peakBytes)
    }

    /// Runs a program, which must succeed.
    ///
    /// A small copy of this program stands between: the system would count this one's memory as the other's.
    init(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [Watch.word, program] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let numbers = line.split(whereSeparator: \.isWhitespace)
        guard process.terminationStatus == 0, numbers.count == 2, let seconds = Double(numbers[0]),
            let peakBytes = Int64(numbers[1])
        else { throw PeerFailure(description: "\(program) \(arguments.joined(separator: " ")) failed") }
        self.seconds = seconds
        self.peakBytes = peakBytes
    }

    private init(seconds: Double, peakBytes: Int64) {
        self.seconds = seconds
        self.peakBytes = peakBytes
    }
}
