import Foundation
import Synchronization

/// Lets the processes of one device write in turn, and knows who is writing.
///
/// A lock on a file beside the store rather than SQLite's own, because what has to hold together is more than one
/// transaction: the check of the sidecar, the commit, and the sidecar's new mark.
struct WriterTurns: Sendable {
    let path: String

    /// Who waits asks again at least so often.
    fileprivate static let askingMilliseconds = 20

    /// After a turn of so long nobody takes another before all who wait have asked once more: else whoever writes turn
    /// after turn, as a long import does, would let nobody else in.
    private static let longTurn = Duration.milliseconds(500)

    /// Runs `body` alone.
    ///
    /// - Throws: ``StoreError/busy(holder:)`` when the turn does not come in time.
    func take<Result>(waitMaxMilliseconds: Int, _ body: () throws -> Result) throws -> Result {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw StoreError.notWritable(path: path, code: errno)
        }
        defer { close(file) }
        guard lockExclusively(file, waitMaxMilliseconds: waitMaxMilliseconds) else {
            throw StoreError.busy(holder: holder(file))
        }
        let began = ContinuousClock.now
        defer {
            flock(file, LOCK_UN)
            if began.duration(to: .now) > Self.longTurn { usleep(UInt32(Self.askingMilliseconds + 5) * 1000) }
        }
        note(in: file)
        return try body()
    }

    private func note(in file: Int32) {
        let text = "\(getpid()) \(CommandLine.arguments.prefix(3).joined(separator: " "))\n"
        ftruncate(file, 0)
        _ = text.withCString { pwrite(file, $0, strlen($0), 0) }
    }

    private func holder(_ file: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        return String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n").first.map(String.init)
    }
}

/// Waits for a lock on an open file. The kernel offers no lock with a limit of time, so this asks again, ever less
/// often, as SQLite's own busy handler does.
func lockExclusively(_ file: Int32, waitMaxMilliseconds: Int) -> Bool {
    var waited = 0
    var pause = 1
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
        guard waited < waitMaxMilliseconds else { return false }
        usleep(UInt32(pause * 1000))
        waited += pause
        pause = min(pause * 2, WriterTurns.askingMilliseconds)
    }
    return true
}
