import Foundation
import Transports

/// `yilu serve` in a process of its own.
final class ServedHost {
    let address: LineAddress
    private let process = Process()

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    init(home: String, state: String) throws {
        let beside = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let output = Pipe()
        process.executableURL = beside.appending(path: "yilu")
        process.arguments = ["--home", home, "serve", "--listen", "127.0.0.1:0", "--lang", "en"]
        process.environment = ["XDG_STATE_HOME": state, "PATH": "/usr/bin:/bin"]
        process.standardOutput = output
        let log = home + ".log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        process.standardError = FileHandle(forWritingAtPath: log)
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let word = line.split(whereSeparator: \.isWhitespace).last, let address = LineAddress(String(word)) else {
            throw Fault(description: "yilu serve says no address: \(line)")
        }
        self.address = address
    }

    /// The most memory that the process ever had in use, in MiB.
    func peakMemoryMiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) / 1024
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }
}
