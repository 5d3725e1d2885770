import Foundation
import Store
import Synchronization

/// Writes a file whole or not at all: beside, synced, then renamed into place.
final class OutputFile {
    private let path: String
    private let scratch: String
    private var file: Int32
    private(set) var bytes = 0

    init(path: String) throws {
        self.path = path
        scratch = path + ".tmp\(getpid())"
        file = open(scratch, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw OutputFile.failure(path) }
    }

    deinit {
        if file >= 0 {
            close(file)
            unlink(scratch)
        }
    }

    func write(_ content: [UInt8]) throws {
        var start = 0
        while start < content.count {
            let count = content.withUnsafeBytes { Foundation.write(file, $0.baseAddress! + start, $0.count - start) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw OutputFile.failure(path) }
            start += count
        }
        bytes += content.count
    }

    /// Syncs the content, puts the file in its place, and syncs the folder.
    func finish() throws {
        guard fsync(file) == 0, close(file) == 0 else { throw OutputFile.failure(path) }
        file = -1
        guard rename(scratch, path) == 0 else {
            let failure = OutputFile.failure(path)
            unlink(scratch)
            throw failure
        }
        syncFolder(ofFile: path)
    }

    private static func failure(_ path: String) -> StoreError {
        errno == ENOSPC ? .full : .notWritable(path: path, reason: String(cString: strerror(errno)))
    }
}

/// Reads a file piece by piece.
final class InputFile {
    private let file: Int32
    private let path: String
    let totalBytes: Int64
    private let counted = Atomic<Int64>(0)

    /// Bytes read so far; it may be asked on another thread than the one that reads.
    var bytesRead: Int64 { counted.load(ordering: .relaxed) }

    init(path: String) throws {
        self.path = path
        file = open(path, O_RDONLY | O_CLOEXEC)
        var facts = stat()
        guard file >= 0, fstat(file, &facts) == 0 else { throw DeviceError.unreadable(path) }
        totalBytes = Int64(facts.st_size)
        guard facts.st_mode & S_IFMT != S_IFDIR else {
            close(file)
            throw DeviceError.unreadable(path, reason: String(cString: strerror(EISDIR)))
        }
    }

    deinit {
        close(file)
    }

    /// Up to that many bytes; empty at the end.
    func read(_ countMax: Int) throws -> [UInt8] {
        var count = 0
        let bytes = try [UInt8](unsafeUninitializedCapacity: countMax) { buffer, initialized in
            repeat {
                count = Foundation.read(file, buffer.baseAddress!, countMax)
            } while count < 0 && errno == EINTR
            guard count >= 0 else { throw DeviceError.unreadable(path) }
            initialized = count
        }
        counted.add(Int64(bytes.count), ordering: .relaxed)
        return bytes
    }
}
