import FieldRecords
import Foundation
import Store

/// Writes a file whole or not at all: beside, synced, then renamed into place, and the folder synced.
///
/// Beside is `NAME.part`. What a process left there that was killed is begun anew by whoever writes that name next, and
/// of two who write one name at once the second is told so. Only its owner may read the file: it may be a credential.
/// What is begun anew is another file, so that nobody reads it by the links or the permissions of the one before.
/// Only a file is ever replaced: the machine's `/dev/null`, a pipe or a folder stays what it is.
package final class OutputFile {
    private let path: String
    private let scratch: String
    private var file: Int32
    private(set) var bytes = 0

    /// Opens the file beside, before anything else is done: what cannot be written is never begun.
    ///
    /// - Parameter home: of the device whose own files are never replaced; nil for a file of a device that is being made.
    /// - Throws: `DeviceError`, as all that follows.
    package init(path: String, sparing home: String?) throws {
        let scratch = path + ".part"
        file = try Device.wording {
            for name in [path, scratch] where home.map({ Store.isOwnFile(name, home: $0) }) ?? false {
                throw OutputFile.ownFile(name)
            }
            return try OutputFile.opened(path, scratch)
        }
        self.path = path
        self.scratch = scratch
    }

    private static func opened(_ path: String, _ scratch: String) throws -> Int32 {
        var facts = stat()
        if stat(path, &facts) == 0 {
            guard facts.st_mode & S_IFMT != S_IFDIR else { throw failure(path, EISDIR) }
            guard facts.st_mode & S_IFMT == S_IFREG else { throw noFile(path) }
        }
        while true {
            let file = open(scratch, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            if file >= 0 {
                var isLocked = false
                defer { if !isLocked { close(file) } }
                isLocked = try lock(file, as: scratch)
                if isLocked { return file }
            } else if errno == EEXIST {
                try clearAway(scratch, for: path)
            } else {
                throw failure(path)
            }
        }
    }

    /// Removes what lies beside, unless somebody is writing it.
    private static func clearAway(_ scratch: String, for path: String) throws {
        // Without waiting for whoever may be at the other end of a pipe.
        let file = open(scratch, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
        if file < 0, errno == ENOENT { return }
        // A link or a pipe is nobody's half of a file.
        guard file >= 0 || errno == ELOOP || errno == ENXIO else { throw failure(path) }
        defer { if file >= 0 { close(file) } }
        guard try file < 0 || lock(file, as: scratch) else { return }
        guard unlink(scratch) == 0 || errno == ENOENT else { throw failure(path) }
    }

    /// Locks the file beside.
    ///
    /// - Returns: false where that is another one by now: whoever had it may have given it its name, or taken it away.
    /// - Throws: ``StoreError/busy(holder:)`` where somebody else has the lock.
    private static func lock(_ file: Int32, as scratch: String) throws -> Bool {
        // A file system that knows no locks keeps nobody out.
        guard flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else { throw StoreError.busy(holder: nil) }
        var (opened, named) = (stat(), stat())
        return fstat(file, &opened) == 0 && lstat(scratch, &named) == 0 && opened.st_ino == named.st_ino
            && opened.st_dev == named.st_dev
    }

    deinit {
        guard file >= 0 else { return }
        unlink(scratch)
        close(file)
    }

    package func write(_ content: [UInt8]) throws {
        try Device.wording {
            var start = 0
            while start < content.count {
                let count = content.withUnsafeBytes {
                    Foundation.write(file, $0.baseAddress! + start, $0.count - start)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw OutputFile.failure(path) }
                start += count
            }
            bytes += content.count
        }
    }

    /// Syncs the content, puts the file in its place, and syncs the folder.
    package func finish() throws {
        try Device.wording {
            guard fsync(file) == 0, rename(scratch, path) == 0 else { throw OutputFile.failure(path) }
            close(file)
            file = -1
            syncFolder(ofFile: path)
        }
    }

    private static func ownFile(_ path: String) -> DeviceError {
        DeviceError(
            .cannotCreate,
            what: Phrase(
                zh: "\(path) 是这台设备自己的文件，不会被替换", en: "\(path) is a file of this device's own, and is never replaced"),
            advice: Phrase(zh: "请换一个文件名。", en: "Give the file another name."))
    }

    private static func noFile(_ path: String) -> DeviceError {
        DeviceError(
            .cannotCreate,
            what: Phrase(
                zh: "\(path) 不是普通文件（是设备或管道之类），不会被替换",
                en: "\(path) is no file but a device, a pipe or the like, and is never replaced"),
            advice: Phrase(zh: "请换一个文件名。", en: "Give the file another name."))
    }

    private static func failure(_ path: String, _ code: Int32 = errno) -> StoreError {
        code == ENOSPC ? .full : .notWritable(path: path, code: code)
    }
}
