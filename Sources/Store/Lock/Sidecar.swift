import Causality
import Foundation

/// How far a replica has come, as the store tells it: a count of the transactions that wrote to its logs, and a hash
/// over all of them.
package struct IdentityMark: Hashable, Sendable {
    /// The replica whose mark it is.
    let replica: String
    let commits: UInt64
    /// 32 bytes.
    let hash: [UInt8]
    /// The machine that wrote last, as `/etc/machine-id` names it; empty where it could not be told.
    let machine: String

    /// The mark of the same replica after a commit that no store has.
    var ended: IdentityMark {
        IdentityMark(replica: replica, commits: commits + 1, hash: hash, machine: machine)
    }
}

/// A note of each replica's last commit, kept outside the device's folder, so that a folder which was restored or
/// copied is found out before it issues a number twice.
///
/// The note is checked before a commit and written after it, both under the note's own lock: two copies of one store
/// share the note though they share nothing else.
package struct Sidecar: Sendable {
    /// The folder of the notes; nil where none can be written, and then this net is off.
    package let folder: String?
    /// True when the user named the folder: then a change of machine means nothing.
    let isExplicit: Bool
    package let machine: String

    /// - Parameter explicit: what `--sidecar` names; else `$XDG_STATE_HOME/yilu`, or `~/.local/state/yilu`.
    package init(explicit: String?, environment: [String: String]) {
        let state =
            environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? environment["HOME"].map { $0 + "/.local/state" }
        let folder = explicit ?? state.map { $0 + "/yilu" }
        isExplicit = explicit != nil
        machine = Sidecar.machineID()
        self.folder = folder.flatMap { path in
            try? makeFolder(path, permissions: 0o700)
            return access(path, W_OK) == 0 ? path : nil
        }
    }

    /// Runs a commit between check and note.
    ///
    /// - Parameters:
    ///   - mark: how far the store says its replica has come; nil before there is a replica.
    ///   - ends: whether the commit ends this replica: whatever copy of it there is then, is one of an earlier moment.
    ///   - commit: gives its result and the new mark.
    func guarding<Result>(
        _ mark: IdentityMark?, mayBeTaken: Bool, ends: Bool = false, commit: () throws -> (Result, IdentityMark?)
    ) throws -> Result {
        guard let folder, let mark else {
            let (result, new) = try commit()
            if folder != nil, let new { try note(new) }
            return result
        }
        let file = try openNote(mark.replica, in: folder)
        defer { close(file) }
        guard lockExclusively(file, waitMaxMilliseconds: Store.waitMaxMilliseconds) else {
            throw StoreError.busy(holder: nil)
        }
        defer { flock(file, LOCK_UN) }
        if !mayBeTaken, isTaken(mark, known: read(file)) { throw StoreError.identityTaken }
        let (result, new) = try commit()
        guard let new else { return result }
        if new.replica == mark.replica {
            if new != mark { write(new, to: file) }
        } else {
            try note(new)
            if ends { write(mark.ended, to: file) }
        }
        return result
    }

    private func isTaken(_ mark: IdentityMark, known: IdentityMark?) -> Bool {
        guard let known else {
            return !isExplicit && !mark.machine.isEmpty && !machine.isEmpty && mark.machine != machine
        }
        // A store that is ahead of its note lost power between commit and note; one that is behind, or beside, is a
        // copy of an earlier moment.
        return mark.commits < known.commits || (mark.commits == known.commits && mark.hash != known.hash)
    }

    private func note(_ mark: IdentityMark) throws {
        guard let folder else { return }
        let file = try openNote(mark.replica, in: folder)
        defer { close(file) }
        write(mark, to: file)
    }

    private func openNote(_ replica: String, in folder: String) throws -> Int32 {
        let path = folder + "/" + replica
        var file = open(path, O_RDWR | O_CLOEXEC)
        if file < 0 {
            file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else {
                throw StoreError.notWritable(path: path, code: errno)
            }
            syncFolder(ofFile: path)
        }
        return file
    }

    private static let noteByteCount = 40

    private func read(_ file: Int32) -> IdentityMark? {
        var bytes = [UInt8](repeating: 0, count: Sidecar.noteByteCount)
        guard pread(file, &bytes, bytes.count, 0) == bytes.count else { return nil }
        let commits = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return IdentityMark(replica: "", commits: commits, hash: Array(bytes.dropFirst(8)), machine: "")
    }

    private func write(_ mark: IdentityMark, to file: Int32) {
        var bytes: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(mark.commits >> UInt64(shift) & 255)) }
        bytes += mark.hash
        // The commit stands already: a note that fails only leaves the net as wide as it was.
        if pwrite(file, bytes, bytes.count, 0) == bytes.count { fdatasync(file) }
    }

    private static func machineID() -> String {
        for path in ["/etc/machine-id", "/var/lib/dbus/machine-id"] {
            if let data = FileManager.default.contents(atPath: path), !data.isEmpty {
                return String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
            }
        }
        return ""
    }
}
