/// Writes the canonical encodings of this module: integers big-endian, variable parts after a 32-bit length.
struct ByteWriter {
    private(set) var bytes: [UInt8]

    init(reserving count: Int = 256) {
        bytes = []
        bytes.reserveCapacity(count)
    }

    mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Bytes whose count the format fixes.
    mutating func fixed(_ part: [UInt8]) {
        bytes.append(contentsOf: part)
    }

    /// Bytes of any count, after their length.
    mutating func sized(_ part: [UInt8]) {
        integer(UInt32(part.count))
        bytes.append(contentsOf: part)
    }

    /// Text in UTF-8, after its length in bytes.
    mutating func text(_ part: String) {
        sized(Array(part.utf8))
    }
}
