import CZlib

/// zlib (RFC 1950), whole blocks of bytes at a time: frames are small enough to be in memory.
enum Deflater {
    /// The usual compromise, and the level that sizes are promised for.
    private static let level: Int32 = 6

    /// The deflated bytes.
    static func deflated(_ bytes: [UInt8]) throws(BundlesError) -> [UInt8] {
        var stream = z_stream()
        let started = deflateInit_(&stream, level, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard started == Z_OK else { throw .compressorFailed(code: Int(started)) }
        defer { deflateEnd(&stream) }
        let capacity = Int(deflateBound(&stream, UInt(bytes.count)))
        var outcome = Z_OK
        let deflated = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            bytes.withUnsafeBufferPointer { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(capacity)
                outcome = deflate(&stream, Z_FINISH)
            }
            count = capacity - Int(stream.avail_out)
        }
        guard outcome == Z_STREAM_END else { throw .compressorFailed(code: Int(outcome)) }
        return deflated
    }

    /// Inflates exactly `size` bytes; nil where the input is not one whole stream of that size.
    ///
    /// No more than `size` bytes are ever written, whatever the input would grow to.
    static func inflated(_ bytes: ArraySlice<UInt8>, size: Int) throws(BundlesError) -> [UInt8]? {
        var stream = z_stream()
        let started = inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard started == Z_OK else { throw .compressorFailed(code: Int(started)) }
        defer { inflateEnd(&stream) }
        var outcome = Z_OK
        let inflated = [UInt8](unsafeUninitializedCapacity: max(size, 1)) { output, count in
            bytes.withUnsafeBufferPointer { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(size)
                outcome = inflate(&stream, Z_FINISH)
            }
            count = size - Int(stream.avail_out)
        }
        if outcome == Z_MEM_ERROR { throw .compressorFailed(code: Int(outcome)) }
        guard outcome == Z_STREAM_END, stream.avail_in == 0, inflated.count == size else { return nil }
        return inflated
    }
}
