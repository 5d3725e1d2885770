import Foundation

/// Programs of the system that a test needs.
enum Tools {
    static let have = ["mkfs.vfat", "fsck.vfat", "mcopy"].allSatisfy { path($0) != nil }

    static func path(_ name: String) -> String? {
        ["/usr/sbin", "/sbin", "/usr/bin", "/bin"].map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a program and waits for it.
    ///
    /// - Returns: its exit code, -1 where there is none of that name, and what it said.
    static func run(_ name: String, _ arguments: String...) throws -> (code: Int32, text: String) {
        guard let path = path(name) else { return (-1, "no \(name)") }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ["LC_ALL": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}

/// A file system mounted for a test; nil where the kernel or the user may not.
final class Mount {
    let path: String

    init?(_ path: String, options: String...) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        self.path = path
        guard options.count == 3 else { return nil }
        guard try Tools.run("mount", "-t", options[0], "-o", options[1], options[2], path).code == 0 else { return nil }
    }

    deinit {
        _ = try? Tools.run("umount", path)
    }
}
