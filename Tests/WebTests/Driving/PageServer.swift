import Callers
import Foundation

@testable import CommandsTests

/// `yilu web` in a process of its own.
final class PageServer: RunningProgram, @unchecked Sendable {
    private let isSecure: Bool

    /// - Parameters:
    ///   - port: 0 for one that is free.
    ///   - more: further arguments.
    init(_ scratch: Scratch, _ home: String, port: Int = 0, more: [String] = []) throws {
        isSecure = more.contains("--passcode-file")
        let words = ["--home", home, "web", "--listen", "127.0.0.1:\(port)", "--json", "--lang", "en"]
        try super.init(scratch, [Scratch.program.path] + words + more)
    }

    /// The page of a new district's host.
    static func ofHost() async throws -> (scratch: Scratch, page: PageServer) {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        return (scratch, try PageServer(scratch, "host"))
    }

    /// The page of a new station, 037, of a new district.
    static func ofStation() async throws -> (scratch: Scratch, page: PageServer) {
        let scratch = try Scratch()
        try await scratch.makeDistrict()
        try await scratch.makeStation("037")
        return (scratch, try PageServer(scratch, "037"))
    }

    var token: String { answer?["token"]?.text ?? "" }
    var port: Int { answer?["web"]?.text?.split(separator: ":").last.flatMap { Int($0) } ?? 0 }
    var origin: String { "\(isSecure ? "https" : "http")://127.0.0.1:\(port)" }

    private var answer: JSON? { try? JSON(Data(said.utf8)) }

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
