import Callers
import Foundation

@testable import CommandsTests

/// `yilu web` in a process of its own.
final class PageServer: @unchecked Sendable {
    // Sendable: the tests that share one run one after another.
    let token: String
    let port: Int
    let errors: URL
    private let process = Process()

    let origin: String

    /// - Parameters:
    ///   - port: 0 for one that is free.
    ///   - more: further arguments.
    init(_ scratch: Scratch, _ home: String, port: Int = 0, more: [String] = []) throws {
        errors = scratch.folder.appending(path: "web-\(UUID().uuidString).log")
        try Data().write(to: errors)
        let output = Pipe()
        process.executableURL = Scratch.program
        process.arguments = ["--home", home, "web", "--listen", "127.0.0.1:\(port)", "--json", "--lang", "en"] + more
        process.currentDirectoryURL = scratch.folder
        process.environment = [
            "HOME": scratch.folder.path, "XDG_STATE_HOME": scratch.path("state"), "PATH": "/usr/bin:/bin",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        var said = Data()
        while !said.contains(UInt8(ascii: "\n")), case let more = output.fileHandleForReading.availableData,
            !more.isEmpty
        {
            said += more
        }
        let answer = try? JSON(said)
        token = answer?["token"]?.text ?? ""
        let port = answer?["web"]?.text?.split(separator: ":").last.flatMap { Int($0) } ?? 0
        self.port = port
        origin = "\(more.contains("--passcode-file") ? "https" : "http")://127.0.0.1:\(port)"
    }

    deinit { if process.isRunning { kill() } }

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

    /// One request on a connection of its own, as one of the page's own scripts would send it.
    ///
    /// - Parameters:
    ///   - body: JSON where no other type is given.
    ///   - headers: those named here take the place of the usual ones.
    func ask(
        _ method: String, _ path: String, body: [UInt8]? = nil, headers: [(name: String, value: String)] = []
    ) async throws -> HTTPAnswer {
        var all = headers
        for usual in [("X-Yilu-Token", token), ("Content-Type", "application/json"), ("Connection", "close")]
        where !headers.contains(where: { $0.name == usual.0 }) {
            all.append((name: usual.0, value: usual.1))
        }
        let sent = all.filter { !$0.value.isEmpty }
        return try await PageServer.apart { [port] in
            try HTTPCaller(port: port).ask(method, path, headers: sent, body: body)
        }
    }

    func ask(_ method: String, _ path: String, json: String) async throws -> HTTPAnswer {
        try await ask(method, path, body: Array(json.utf8))
    }

    /// Waits on a thread that may, so that other tests go on.
    static func apart<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }
}

extension HTTPAnswer {
    var json: JSON {
        get throws { try JSON(Data(body)) }
    }
}
