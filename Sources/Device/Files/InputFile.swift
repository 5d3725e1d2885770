import Foundation
import Store
import Synchronization

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
        guard facts.st_mode & S_IFMT != S_IFDIR else { throw DeviceError.unreadable(path, code: EISDIR) }
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
