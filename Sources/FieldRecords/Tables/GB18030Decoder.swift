#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// GB18030 (GB 18030-2022, with GBK and GB 2312 inside it) to UTF-8, by the system's iconv: the table is its to keep.
///
/// A class because the descriptor must be closed exactly once.
final class GB18030Decoder {
    #if canImport(Glibc) || canImport(Darwin)
        private let descriptor: iconv_t
        private static var refused: iconv_t? { iconv_t(bitPattern: -1) }
    #else
        private let descriptor: OpaquePointer
        private static var refused: OpaquePointer? { OpaquePointer(bitPattern: -1) }
    #endif

    /// Nil where the system has no table for GB18030, as a fully static program may not.
    init?() {
        guard let descriptor = iconv_open("UTF-8", "GB18030"), descriptor != GB18030Decoder.refused else { return nil }
        self.descriptor = descriptor
    }

    deinit { iconv_close(descriptor) }

    /// The text of the bytes and how many were used up: a character cut off at the end is left for the next call.
    /// Nil where they are no GB18030.
    func decode(_ bytes: [UInt8]) -> (text: [UInt8], used: Int)? {
        var input = bytes.map(CChar.init(bitPattern:))
        // Two bytes of GB18030 become three of UTF-8 at most.
        var output = [CChar](repeating: 0, count: bytes.count * 2 + 16)
        var inputLeft = input.count
        var outputLeft = output.count
        let outcome = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var from = input.baseAddress
                var to = output.baseAddress
                return iconv(descriptor, &from, &inputLeft, &to, &outputLeft)
            }
        }
        if outcome == -1, errno != EINVAL { return nil }
        let text = output[..<(output.count - outputLeft)].map(UInt8.init(bitPattern:))
        return (text, bytes.count - inputLeft)
    }
}
