import Foundation

/// Libraries to load before a program's own, which stand between it and the C library: see `Preloads`.
enum Preload {
    /// Writes down what a program makes, writes, syncs and renames; nil where there is no compiler to make it.
    static let witness = built("witness")
    /// A disk that fails; nil where there is no compiler to make it.
    static let failing = built("failing")
    /// A machine that loses its power; nil where there is no compiler to make it.
    static let power = built("power")

    private static func built(_ name: String) -> URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let compilers = ["clang", "cc", "gcc"].flatMap { name in folders.map { "\($0)/\(name)" } }
        guard let compiler = compilers.first(where: FileManager.default.isExecutableFile) else { return nil }
        let library = FileManager.default.temporaryDirectory.appending(path: "yilu-\(name)-\(UUID().uuidString).so")
        let source = Scratch.project.appending(path: "Tests/CommandsTests/Preloads/\(name).c")
        let process = Process()
        process.executableURL = URL(filePath: compiler)
        process.arguments = ["-O1", "-shared", "-fPIC", "-o", library.path, source.path, "-ldl"]
        guard (try? process.run()) != nil else { return nil }
        process.waitUntilExit()
        return process.terminationStatus == 0 ? library : nil
    }
}
