/// Appends the integers of the format to bytes: big-endian where fixed, LEB128 where variable.
extension [UInt8] {
    mutating func appendInteger(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Seven bits a byte, the lowest first, the top bit set on all but the last (LEB128): 1 to 10 bytes.
    package mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func appendVarint(_ value: Int) {
        appendVarint(UInt64(value))
    }

    /// A signed number as an unsigned one in which small distances from 0 stay small.
    mutating func appendZigzag(_ value: Int64) {
        appendVarint(UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    /// Text in UTF-8 after its length in bytes.
    mutating func appendText(_ text: String) {
        appendVarint(text.utf8.count)
        append(contentsOf: text.utf8)
    }
}
