/// Reads bytes that may be anything, from front to back, and never beyond their end.
///
/// Counts are compared with a limit and with the bytes that are left before anything is allocated for them.
struct ByteCursor {
    private let bytes: ArraySlice<UInt8>
    /// The name that errors give to the whole of the bytes.
    let part: String
    private var index: Int
    /// How many values may still be made that have no bytes of their own: see ``spend(_:)``.
    private var cellsLeft = Chunk.cellsMax

    init(_ bytes: [UInt8], of part: String) {
        self.init(bytes[...], of: part)
    }

    init(_ bytes: ArraySlice<UInt8>, of part: String) {
        self.bytes = bytes
        self.part = part
        index = bytes.startIndex
    }

    /// Bytes read so far.
    var offset: Int { index - bytes.startIndex }
    /// Bytes left.
    var left: Int { bytes.endIndex - index }

    var malformed: BundlesError { .malformed(part: part, offset: offset) }

    mutating func byte() throws(BundlesError) -> UInt8 {
        guard index < bytes.endIndex else { throw malformed }
        defer { index += 1 }
        return bytes[index]
    }

    /// The next `count` bytes, not copied.
    mutating func slice(_ count: Int) throws(BundlesError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= left else { throw malformed }
        defer { index += count }
        return bytes[index..<index + count]
    }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type) throws(BundlesError) -> Value {
        var value: Value = 0
        for byte in try slice(Value.bitWidth / 8) { value = value << 8 | Value(truncatingIfNeeded: byte) }
        return value
    }

    /// The shortest spelling only: one number has one encoding.
    mutating func varint() throws(BundlesError) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try byte()
            let bits = UInt64(byte & 0x7F)
            guard shift < 63 || bits <= 1, byte != 0 || shift == 0 else {
                throw .malformed(part: part, offset: start)
            }
            value |= bits << shift
            if byte < 0x80 { return value }
            shift += 7
            guard shift <= 63 else { throw .malformed(part: part, offset: start) }
        }
    }

    mutating func zigzag() throws(BundlesError) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A count of things of which each takes at least `bytesEach` of the bytes that follow.
    mutating func count(max: Int, bytesEach: Int = 0) throws(BundlesError) -> Int {
        let start = offset
        let count = try varint()
        guard count <= UInt64(max) else {
            throw .tooLarge(part: part, count: count, max: UInt64(max), offset: start)
        }
        guard Int(count) * bytesEach <= left else { throw .malformed(part: part, offset: start) }
        return Int(count)
    }

    /// Counts values that a few bytes can stand for by the thousand, as equal ones in a column, so that a short text
    /// never asks for much memory.
    mutating func spend(_ cells: Int) throws(BundlesError) {
        guard cells >= 0, cells <= cellsLeft else {
            throw .tooLarge(part: part, count: UInt64(max(cells, 0)), max: UInt64(cellsLeft), offset: offset)
        }
        cellsLeft -= cells
    }

    /// The values of a column take more bytes than a chunk has room for.
    func columnTooLarge(_ bytes: Int) -> BundlesError {
        .tooLarge(part: "column", count: UInt64(bytes), max: UInt64(Chunk.columnBytesMax), offset: offset)
    }

    /// Text in UTF-8 after its length.
    mutating func text(bytesMax: Int) throws(BundlesError) -> String {
        let content = try slice(try count(max: bytesMax))
        guard let text = String(validating: content, as: UTF8.self) else { throw malformed }
        return text
    }

    /// Nothing may follow.
    func end() throws(BundlesError) {
        guard left == 0 else { throw malformed }
    }
}
