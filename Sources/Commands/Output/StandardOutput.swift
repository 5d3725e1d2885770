import Foundation

/// Why standard output ended early.
enum OutputFault: Error {
    /// Whoever read it has closed it, as `head` does.
    case readerGone
    /// Another error, as `errno` numbers it: a full disk.
    case cannotWrite(Int32)
}

/// Standard output through a buffer, with every failure noticed.
///
/// `print` says nothing when a disk is full, and a script would take half a document for a whole one.
struct StandardOutput {
    static let bufferBytesMax = 64 * 1024

    private var buffer: [UInt8] = []

    mutating func write(_ text: String) throws {
        try write(text.utf8)
    }

    mutating func write(_ bytes: some Sequence<UInt8>) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= StandardOutput.bufferBytesMax { try flush() }
    }

    mutating func flush() throws {
        defer { buffer.removeAll(keepingCapacity: true) }
        var written = 0
        while written < buffer.count {
            let count = buffer[written...].withUnsafeBytes { bytes in
                Foundation.write(STDOUT_FILENO, bytes.baseAddress, bytes.count)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw errno == EPIPE ? OutputFault.readerGone : OutputFault.cannotWrite(errno)
            }
        }
    }
}
