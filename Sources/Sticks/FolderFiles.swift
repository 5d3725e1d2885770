import Foundation

/// A file of a folder that is read from front to back.
final class FolderReader: MediumReader {
    /// Reads that go round the system's memory want their place, their length and their buffer in whole sectors.
    private static let stepBytes = 256 << 10
    private static let alignment = 4096

    private var descriptor: Int32
    private let buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0

    /// Takes the descriptor over.
    init(_ descriptor: Int32, fromMedium: Bool) throws(MediumError) {
        self.descriptor = descriptor
        buffer = .allocate(byteCount: Self.stepBytes, alignment: Self.alignment)
        guard fromMedium else { return }
        // Whatever is remembered of the file is forgotten. Where the file system can, reading goes round the memory
        // altogether; where it cannot, as on some FAT drivers, the first is all there is.
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        setDirect(true)
    }

    deinit {
        buffer.deallocate()
        close(descriptor)
    }

    func read(_ bytesMax: Int) throws(MediumError) -> [UInt8] {
        if start == end {
            end = try fill()
            start = 0
        }
        let count = min(bytesMax, end - start)
        defer { start += count }
        return Array(buffer[start..<start + count])
    }

    private func fill() throws(MediumError) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno == EINVAL, setDirect(false) { continue }
            guard errno == EINTR else { throw MediumError(errno) }
        }
    }

    /// - Returns: whether that changed anything.
    @discardableResult
    private func setDirect(_ isOn: Bool) -> Bool {
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, (flags & directFlag != 0) != isOn else { return false }
        return fcntl(descriptor, F_SETFL, isOn ? flags | directFlag : flags & ~directFlag) == 0
    }
}

/// Linux's O_DIRECT, which the headers show to nobody but programs of GNU's own dialect.
#if arch(arm64) || arch(arm)
    private let directFlag: Int32 = 0o200000
#else
    private let directFlag: Int32 = 0o40000
#endif

/// A file of a folder that is being written.
final class FolderWriter: MediumWriter {
    private var descriptor: Int32

    /// Takes the descriptor over.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        if descriptor >= 0 { Foundation.close(descriptor) }
    }

    func write(_ bytes: [UInt8]) throws(MediumError) {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress! + start, $0.count - start)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw count == 0 ? .full : MediumError(errno) }
            start += count
        }
    }

    func sync() throws(MediumError) {
        guard fsync(descriptor) == 0 else { throw MediumError(errno) }
    }

    func close() throws(MediumError) {
        defer { descriptor = -1 }
        guard Foundation.close(descriptor) == 0 else { throw MediumError(errno) }
    }
}
