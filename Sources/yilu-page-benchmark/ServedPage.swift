import Callers
import FieldRecords
import Foundation

/// `yilu web` in a process of its own, and one connection to it.
final class ServedPage {
    /// One request of a browser or of a page's script.
    struct Request {
        let method: String
        let path: String
        var type = "application/x-www-form-urlencoded"
        var body: String?
    }

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    let token: String
    private let process = Process()
    private let caller: HTTPCaller

    init(home: String, state: String) throws {
        let beside = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let output = Pipe()
        process.executableURL = beside.appending(path: "yilu")
        process.arguments = [
            "--home", home, "--sidecar", "\(state)/state/yilu", "web", "--listen", "127.0.0.1:0", "--json",
        ]
        process.environment = ["XDG_STATE_HOME": state, "PATH": "/usr/bin:/bin"]
        process.standardOutput = output
        try process.run()
        var said: [UInt8] = []
        while !said.contains(UInt8(ascii: "\n")), case let more = output.fileHandleForReading.availableData,
            !more.isEmpty
        {
            said += more
        }
        let answer = try? JSONValue(parsing: said)
        guard let token = answer?["token"]?.text,
            let port = answer?["web"]?.text?.split(separator: ":").last.flatMap({ Int($0) })
        else { throw Fault(description: "yilu web says no address: \(String(decoding: said, as: UTF8.self))") }
        self.token = token
        caller = HTTPCaller(port: port)
    }

    /// How long one answer takes, to its last byte.
    func milliseconds(_ request: Request, expecting status: Int) throws -> Double {
        let start = ContinuousClock.now
        let answer = try ask(request)
        let passed = ContinuousClock.now - start
        guard answer.status == status else {
            throw Fault(description: "\(request.method) \(request.path): \(answer.status)\n\(answer.text.prefix(2000))")
        }
        return Double(passed.components.attoseconds) / 1e15 + Double(passed.components.seconds) * 1000
    }

    func ask(_ request: Request) throws -> HTTPAnswer {
        try caller.ask(
            request.method, request.path,
            headers: [
                ("X-Yilu-Token", token), ("Content-Type", request.type), ("Accept-Language", "zh-CN"),
            ], body: request.body.map { Array($0.utf8) })
    }

    func stop() {
        caller.hangUp()
        process.terminate()
        process.waitUntilExit()
    }
}
