import Foundation
import Transports

/// Devices on the local network, by DNS-SD (RFC 6763) through Avahi's commands. Where these are not there, or fail,
/// nothing is found and nothing fails.
enum Neighbours {
    static let service = "_yilu._tcp"

    /// Says that this device listens, until the process that is returned ends.
    static func announce(_ address: LineAddress, as name: String) -> Process? {
        guard let program = program("avahi-publish") else { return nil }
        let process = Process()
        process.executableURL = program
        process.arguments = ["-s", name, service, "\(address.port)"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        return process
    }

    /// The first device that is found.
    static func find() -> LineAddress? {
        guard let program = program("avahi-browse") else { return nil }
        let process = Process()
        let output = Pipe()
        process.executableURL = program
        process.arguments = ["-rpt", service]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").compactMap { address(in: $0) }.first
    }

    /// Reads a resolved line: `=;eth0;IPv4;NAME;_yilu._tcp;local;HOST;ADDRESS;PORT;TXT`.
    static func address(in line: Substring) -> LineAddress? {
        let parts = line.split(separator: ";", omittingEmptySubsequences: false)
        guard parts.count >= 9, parts[0] == "=", parts[2] == "IPv4", let port = Int(parts[8]) else { return nil }
        return LineAddress("\(parts[7]):\(port)")
    }

    private static func program(_ name: String) -> URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { URL(filePath: "\($0)/\(name)") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
