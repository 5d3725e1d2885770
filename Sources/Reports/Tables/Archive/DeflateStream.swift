import CZlib

/// Bytes deflated piece by piece (RFC 1951), as an archive's entries hold them, with their CRC-32.
final class DeflateStream {
    private static let bufferBytes = 1 << 16

    private let stream: UnsafeMutablePointer<z_stream>
    private(set) var crc: UInt = crc32(0, nil, 0)
    private(set) var bytesIn: UInt64 = 0
    private(set) var bytesOut: UInt64 = 0

    /// - Parameter level: 0 to 9; what is compressed already, such as photos, gains nothing.
    init(level: Int32) throws {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // A negative window: no header of zlib's own around the deflated bytes.
        let code = deflateInit2_(
            stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            stream.deallocate()
            throw ReportsError.compressorFailed(code: Int(code))
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func add(_ bytes: [UInt8], to sink: ByteSink) throws {
        crc = bytes.withUnsafeBufferPointer { crc32(crc, $0.baseAddress, UInt32($0.count)) }
        bytesIn += UInt64(bytes.count)
        try run(bytes, flush: Z_NO_FLUSH, to: sink)
    }

    func finish(to sink: ByteSink) throws {
        try run([], flush: Z_FINISH, to: sink)
    }

    private func run(_ bytes: [UInt8], flush: Int32, to sink: ByteSink) throws {
        var pieces: [[UInt8]] = []
        var code = Z_OK
        bytes.withUnsafeBufferPointer { input in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            repeat {
                let piece = [UInt8](unsafeUninitializedCapacity: DeflateStream.bufferBytes) { output, count in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(DeflateStream.bufferBytes)
                    code = deflate(stream, flush)
                    count = DeflateStream.bufferBytes - Int(stream.pointee.avail_out)
                }
                if !piece.isEmpty { pieces.append(piece) }
            } while code == Z_OK && stream.pointee.avail_out == 0
        }
        guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
            throw ReportsError.compressorFailed(code: Int(code))
        }
        for piece in pieces {
            bytesOut += UInt64(piece.count)
            try sink(piece)
        }
    }
}
