import Callers
import Foundation
import Testing

@testable import CommandsTests

/// A real Chromium, spoken to over WebDriver.
///
/// Source: W3C WebDriver 2; the `goog/` commands are ChromeDriver's.
final class Browser: @unchecked Sendable {
    // Sendable: the suite that shares it runs its tests one after another.
    enum Failure: Error {
        /// The driver's own words.
        case refused(error: String, message: String)
        /// What was waited for did not come.
        case neverCame(String, page: String)
    }

    private let driver: Process
    private let caller: HTTPCaller
    private var session = ""
    /// How long something may take to come.
    static let patienceSeconds = 20

    static let program = ["/usr/bin/chromedriver", "/usr/local/bin/chromedriver"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// - Parameter folder: where it keeps its profile.
    init(folder: URL) async throws {
        let program = try #require(Browser.program, "no chromedriver: apt install chromium chromium-driver")
        driver = Process()
        // The shell ends the driver, and with it the browser, when this process is gone, however that came. They are of
        // one process group, and would not hear of a softer signal: it is blocked in what a Process starts.
        driver.executableURL = URL(filePath: "/bin/bash")
        driver.arguments = ["-c", "set -m; \"$0\" --port=0 & read -r; kill -KILL -- -$!", program]
        driver.environment = [
            "HOME": folder.path, "TMPDIR": folder.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
        ]
        let (input, output) = (Pipe(), Pipe())
        driver.standardInput = input
        driver.standardOutput = output
        driver.standardError = FileHandle.nullDevice
        try driver.run()
        var said = ""
        var port: Int?
        while port == nil {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            said += String(decoding: more, as: UTF8.self)
            port = (try? /started successfully on port (\d+)/.firstMatch(in: said)).flatMap { Int($0.1) }
        }
        lifeline = input.fileHandleForWriting
        caller = HTTPCaller(port: try #require(port, "chromedriver did not start: \(said)"))
        try await begin()
    }

    private let lifeline: FileHandle

    private func begin() async throws {
        let options: [String: Any] = [
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--lang=zh-CN", "--no-proxy-server", "--disable-background-networking",
            ]
        ]
        let made = try await send(
            "POST", "/session",
            [
                "capabilities": [
                    "alwaysMatch": [
                        "browserName": "chrome", "acceptInsecureCerts": true, "goog:chromeOptions": options,
                        "timeouts": ["script": Browser.patienceSeconds * 1000],
                    ] as [String: Any]
                ]
            ])
        session = "/session/\(try #require(made["sessionId"]?.text))"
    }

    func quit() async {
        _ = try? await send("DELETE", session, nil)
        // Other programs started meanwhile may hold the other end of the pipe too: a line says that it is over.
        try? lifeline.write(contentsOf: Data("over\n".utf8))
        try? lifeline.close()
        driver.waitUntilExit()
    }

    /// One command of the session.
    @discardableResult
    func command(_ path: String, _ body: [String: Any] = [:]) async throws -> JSON {
        try await send("POST", session + path, body)
    }

    func ask(_ path: String) async throws -> JSON { try await send("GET", session + path, nil) }

    /// One command of the Chrome DevTools Protocol.
    @discardableResult
    func devTools(_ name: String, _ parameters: [String: Any] = [:]) async throws -> JSON {
        try await command("/goog/cdp/execute", ["cmd": name, "params": parameters])
    }

    private func send(_ method: String, _ path: String, _ body: [String: Any]?) async throws -> JSON {
        let bytes = try body.map { Array(try JSONSerialization.data(withJSONObject: $0)) }
        let answer = try await PageServer.apart { [self] in
            try caller.ask(method, path, headers: [("Content-Type", "application/json")], body: bytes)
        }
        let value = try #require(try answer.json["value"], "\(answer.text)")
        guard answer.status == 200 else {
            throw Failure.refused(error: value["error"]?.text ?? "", message: value["message"]?.text ?? "")
        }
        return value
    }
}
