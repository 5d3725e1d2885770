import Foundation
import Testing

/// A temporary folder with devices in it, and the built program to drive them.
///
/// Every device is a folder of its own; what the program keeps outside a device goes to the same temporary folder, so
/// that a test touches nothing else.
final class Scratch: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "yilu-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// A path in the folder.
    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Runs `yilu` in the folder.
    ///
    /// - Parameters:
    ///   - home: the device, a folder's name; nil for a command that needs none.
    ///   - environment: beside a plain one that says nothing of language and home.
    ///   - delay: seconds after which it is killed, unless it has ended; nil to let it end.
    func yilu(
        _ home: String?, _ arguments: [String], environment: [String: String] = [:], killedAfter delay: Double? = nil
    ) async throws -> Outcome {
        try await run(
            Scratch.program, (home.map { ["--home", $0] } ?? []) + arguments, environment: environment,
            killedAfter: delay)
    }

    /// Runs `yilu` and requires that it succeeds.
    @discardableResult
    func done(_ home: String, _ arguments: String..., location: SourceLocation = #_sourceLocation) async throws
        -> Outcome
    {
        let outcome = try await yilu(home, arguments)
        try #require(
            outcome.code == 0, "yilu \(arguments): \(outcome.code)\n\(outcome.errors)", sourceLocation: location)
        return outcome
    }

    /// Runs `yilu … --json`, requires that it succeeds, and reads the answer.
    @discardableResult
    func answer(_ home: String, _ arguments: String..., location: SourceLocation = #_sourceLocation) async throws
        -> JSON
    {
        let outcome = try await yilu(home, arguments + ["--json"])
        try #require(
            outcome.code == 0, "yilu \(arguments): \(outcome.code)\n\(outcome.errors)", sourceLocation: location)
        return try outcome.json
    }

    /// Runs any program in the folder, waits for it, and gives back all it wrote.
    func run(
        _ program: URL, _ arguments: [String], environment: [String: String] = [:], killedAfter delay: Double? = nil
    ) async throws -> Outcome {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = [
            "HOME": folder.path, "XDG_STATE_HOME": path("state"), "PATH": "/usr/local/bin:/usr/bin:/bin",
        ].merging(environment) { $1 }
        // Files rather than pipes: however much is written, nobody waits for a reader.
        let name = UUID().uuidString
        let files = try ["out", "err"].map { suffix in
            let file = folder.appending(path: "\(name).\(suffix)")
            try Data().write(to: file)
            return file
        }
        process.standardInput = FileHandle.nullDevice
        let handles = try files.map { try FileHandle(forWritingTo: $0) }
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
                if let delay {
                    DispatchQueue.global().asyncAfter(deadline: .now() + delay) {
                        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
                    }
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
        defer {
            // A process that has ended keeps its handles open for long, and hundreds are run.
            for handle in handles { try? handle.close() }
            for file in files { try? FileManager.default.removeItem(at: file) }
        }
        return Outcome(
            code: process.terminationStatus, endedBySignal: process.terminationReason == .uncaughtSignal,
            output: try String(decoding: Data(contentsOf: files[0]), as: UTF8.self),
            errors: try String(decoding: Data(contentsOf: files[1]), as: UTF8.self))
    }

    /// The program that this build made: it lies beside the tests.
    static let program: URL = {
        let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let beside = tests.appending(path: "yilu")
        guard !FileManager.default.isExecutableFile(atPath: beside.path) else { return beside }
        return project.appending(path: ".build/debug/yilu")
    }()

    /// The folder of the package.
    static let project = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The data beside the project that some tests read, where there is any.
    static let data = project.appending(path: "../shared/data").standardizedFileURL

    static let hasData = FileManager.default.fileExists(atPath: data.path)
}

/// What a run of a program came to.
struct Outcome: Sendable {
    let code: Int32
    let endedBySignal: Bool
    let output: String
    let errors: String

    var json: JSON {
        get throws { try JSON(Data(output.utf8)) }
    }

    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
}
