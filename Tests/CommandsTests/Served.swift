import Foundation

/// `yilu serve` in a process of its own.
final class Served: RunningProgram, @unchecked Sendable {
    /// - Parameters:
    ///   - listen: where; port 0 for one that is free.
    ///   - more: further arguments.
    ///   - prefix: a program, with its arguments, that becomes the one whose path and arguments follow.
    init(
        _ scratch: Scratch, _ home: String, listen: String = "127.0.0.1:0", more: [String] = [],
        prefix: [String] = []
    ) throws {
        let words = [Scratch.program.path, "--home", home, "serve", "--listen", listen, "--lang", "en"]
        try super.init(scratch, prefix + words + more)
    }

    /// Where it listens.
    var address: String { said.split(separator: "\n").first?.split(separator: " ").last.map(String.init) ?? "" }
}
