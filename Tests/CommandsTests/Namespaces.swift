import Foundation
import Testing

/// Two network namespaces with a cable between them: two machines, as far as TCP can tell.
///
/// They bear this process's number, and go with this object. Those of a test that was killed are removed by the next.
final class Namespaces {
    static let addresses = ["10.84.9.1", "10.84.9.2"]
    private static let mark = "yilu-test-"

    let names: [String]
    private let ip: String

    /// Nil where they cannot be made: without root's rights, without `ip`, without support in the kernel.
    init?() {
        guard geteuid() == 0,
            let ip = ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"].first(where: FileManager.default.isExecutableFile)
        else { return nil }
        self.ip = ip
        names = ["a", "b"].map { "\(Namespaces.mark)\(ProcessInfo.processInfo.processIdentifier)-\($0)" }
        removeLeftOvers()
        var steps = names.map { ["netns", "add", $0] }
        steps.append(
            ["link", "add", "cable", "netns", names[0], "type", "veth", "peer", "name", "cable", "netns", names[1]])
        for (name, address) in zip(names, Namespaces.addresses) {
            steps.append(["-n", name, "addr", "add", "\(address)/24", "dev", "cable"])
            steps.append(["-n", name, "link", "set", "cable", "up"])
        }
        for step in steps where !run(step) { return nil }
    }

    deinit {
        for name in names { run(["netns", "del", name]) }
    }

    /// What a program's path and arguments are put behind to run in a namespace.
    func inside(_ index: Int) -> [String] { [ip, "netns", "exec", names[index]] }

    /// Pulls the cable out, or puts it in again.
    @discardableResult
    func plug(_ isIn: Bool) -> Bool { run(["-n", names[0], "link", "set", "cable", isIn ? "up" : "down"]) }

    private func removeLeftOvers() {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/run/netns")) ?? []
        for name in all where name.hasPrefix(Namespaces.mark) {
            let process = name.dropFirst(Namespaces.mark.count).prefix { $0.isNumber }
            guard !FileManager.default.fileExists(atPath: "/proc/\(process)") else { continue }
            run(["netns", "del", name])
        }
    }

    @discardableResult
    private func run(_ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: ip)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
