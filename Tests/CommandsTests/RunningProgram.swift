import Foundation

/// The program as it goes on by itself, serving or keeping to sync, in a process of its own.
class RunningProgram: @unchecked Sendable {
    // Sendable: the tests that share one run one after another.
    /// What it said first.
    let said: String
    /// The file of what it says on standard error.
    let log: URL
    private let process = Process()

    /// Waits until it has said something, or has ended.
    ///
    /// - Parameter words: the program's path, then its arguments.
    init(_ scratch: Scratch, _ words: [String]) throws {
        log = scratch.folder.appending(path: "log-\(UUID().uuidString)")
        try Data().write(to: log)
        let output = Pipe()
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
        var said = Data()
        while said.last != UInt8(ascii: "\n"), case let more = output.fileHandleForReading.availableData,
            !more.isEmpty
        {
            said += more
        }
        self.said = String(decoding: said, as: UTF8.self)
    }

    deinit { if process.isRunning { kill() } }

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
