import Foundation

/// The sticks that are plugged in: where the desktop, or the person, mounted a removable drive.
///
/// Source: proc_pid_mountinfo(5).
enum Drives {
    private static let roots = ["/media/", "/run/media/", "/mnt/", "/Volumes/"]
    private static let drivesMax = 20

    static func plugged() -> [String] {
        guard let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8) else { return [] }
        return Array(paths(in: mounts).prefix(drivesMax))
    }

    /// Mount points below the usual places, as the kernel tells them, of what lies on a drive: no folder in memory and
    /// no share of a network.
    static func paths(in mounts: String) -> [String] {
        mounts.split(separator: "\n").compactMap { line in
            let columns = line.split(separator: " ")
            // Behind a lone dash: the kind of file system, and what it lies on.
            guard columns.count > 4, let dash = columns.lastIndex(of: "-"), dash + 2 < columns.count else { return nil }
            let path = unescaped(String(columns[4]))
            let device = columns[dash + 2]
            guard device.hasPrefix("/dev/") else { return nil }
            return roots.contains { path.hasPrefix($0) } ? path : nil
        }
    }

    static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// `\040` stands for a space.
    private static func unescaped(_ path: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3,
                let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
