import Foundation
import Testing

/// `yilu serve` in a process of its own.
final class Served {
    /// Where it listens.
    let address: String
    private let process = Process()
    private let log: URL

    /// - Parameters:
    ///   - listen: where; port 0 for one that is free.
    ///   - prefix: a program, with its arguments, that becomes the one whose path and arguments follow.
    init(
        _ scratch: Scratch, _ home: String, listen: String = "127.0.0.1:0", more: [String] = [],
        prefix: [String] = []
    ) throws {
        log = scratch.folder.appending(path: "serve-\(UUID().uuidString).log")
        try Data().write(to: log)
        let output = Pipe()
        let words =
            prefix + [Scratch.program.path, "--home", home, "serve", "--listen", listen, "--lang", "en"] + more
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        process.currentDirectoryURL = scratch.folder
        process.environment = [
            "HOME": scratch.folder.path, "XDG_STATE_HOME": scratch.path("state"), "PATH": "/usr/bin:/bin",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            line += String(decoding: more, as: UTF8.self)
        }
        said = line
        address = line.split(separator: "\n").first?.split(separator: " ").last.map(String.init) ?? ""
    }

    /// What it said when it was ready.
    let said: String

    /// What it has logged, a line a session.
    var lines: [String] {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// Asks it to stop, and waits.
    ///
    /// - Returns: its exit code, and how long it took in seconds.
    @discardableResult
    func stop() -> (code: Int32, seconds: Double) {
        let start = Date()
        process.terminate()
        process.waitUntilExit()
        return (process.terminationStatus, Date().timeIntervalSince(start))
    }

    /// Takes its power away.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
