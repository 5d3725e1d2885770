import FieldRecords
import Foundation
import Store

/// Writes a file whole or not at all: beside, synced, then renamed into place, and the folder synced.
///
/// Beside is `NAME.part`. What a process left there that was killed is begun anew by whoever writes that name next, and
/// of two who write one name at once the second is told so. Only its owner may read the file: it may be a credential.
package final class OutputFile {
    private let path: String
    private let scratch: String
    private var file: Int32
    private(set) var bytes = 0

    /// Opens the file beside, before anything else is done: what cannot be written is never begun.
    ///
    /// - Throws: `DeviceError`, as all that follows.
    package init(path: String) throws {
        let scratch = path + ".part"
        file = try Device.wording { try OutputFile.opened(path, scratch) }
        self.path = path
        self.scratch = scratch
    }

    private static func opened(_ path: String, _ scratch: String) throws -> Int32 {
        var facts = stat()
        guard stat(path, &facts) != 0 || facts.st_mode & S_IFMT != S_IFDIR else { throw failure(path, EISDIR) }
        while true {
            let file = open(scratch, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard file >= 0 else { throw failure(path) }
            // A file system that knows no locks keeps nobody out.
            guard flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
                close(file)
                throw StoreError.busy(holder: nil)
            }
            var (opened, named) = (stat(), stat())
            // Whoever had it before may have given it its name meanwhile, or taken it away.
            guard fstat(file, &opened) == 0, stat(scratch, &named) == 0, opened.st_ino == named.st_ino,
                opened.st_dev == named.st_dev
            else {
                close(file)
                continue
            }
            guard ftruncate(file, 0) == 0 else {
                let failure = failure(path)
                close(file)
                throw failure
            }
            return file
        }
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

    private static func failure(_ path: String, _ code: Int32 = errno) -> StoreError {
        code == ENOSPC ? .full : .notWritable(path: path, reason: String(cString: strerror(code)))
    }
}
