/// Looks for bytes in memory, thirty-two at a time.
enum ByteScan {
    private typealias Lanes = SIMD32<UInt8>

    /// The first place of a byte at or after `start`; nil where there is none.
    static func firstIndex(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let wanted = Lanes(repeating: byte)
        let found = position(in: bytes, from: start, lanes: { $0 .== wanted }, byte: { $0 == byte })
        return found < bytes.count ? found : nil
    }

    /// The first place at or after `start` of a byte that ends the plain part of a JSON string: a quote, a backslash, a
    /// control character; the count of the bytes where there is none.
    static func endOfPlainText(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let quote = Lanes(repeating: UInt8(ascii: "\""))
        let backslash = Lanes(repeating: UInt8(ascii: "\\"))
        let space = Lanes(repeating: 0x20)
        return position(
            in: bytes, from: start, lanes: { ($0 .== quote) .| ($0 .== backslash) .| ($0 .< space) },
            byte: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20 })
    }

    /// The first place at or after `start` of a byte that may mean something in a cell of CSV: a quote, a comma, a
    /// control character; the count of the bytes where there is none.
    static func endOfPlainCell(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let quote = Lanes(repeating: UInt8(ascii: "\""))
        let comma = Lanes(repeating: UInt8(ascii: ","))
        let space = Lanes(repeating: 0x20)
        return position(
            in: bytes, from: start, lanes: { ($0 .== quote) .| ($0 .== comma) .| ($0 .< space) },
            byte: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",") || $0 < 0x20 })
    }

    static func areEqual(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard one.count == other.count, let first = one.baseAddress, let second = other.baseAddress else {
            return one.count == other.count
        }
        let (left, right) = (UnsafeRawPointer(first), UnsafeRawPointer(second))
        var position = 0
        while position + 8 <= one.count {
            guard
                left.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                    == right.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            else { return false }
            position += 8
        }
        while position < one.count {
            guard one[position] == other[position] else { return false }
            position += 1
        }
        return true
    }

    @inline(__always)
    private static func position(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int, lanes: (Lanes) -> SIMDMask<SIMD32<Int8>>,
        byte: (UInt8) -> Bool
    ) -> Int {
        var position = start
        if let base = bytes.baseAddress {
            let raw = UnsafeRawPointer(base)
            while position + Lanes.scalarCount <= bytes.count {
                if any(lanes(raw.loadUnaligned(fromByteOffset: position, as: Lanes.self))) { break }
                position += Lanes.scalarCount
            }
        }
        while position < bytes.count, !byte(bytes[position]) { position += 1 }
        return position
    }
}

extension String {
    /// Whether every byte is one of ASCII.
    var isASCII: Bool { utf8.withContiguousStorageIfAvailable { $0.reduce(0, |) } ?? 0x80 < 0x80 }

    /// Whether there is a NUL.
    var hasNUL: Bool {
        utf8.withContiguousStorageIfAvailable { $0.reduce(UInt8(0)) { $0 | ($1 == 0 ? 1 : 0) } != 0 }
            ?? utf8.contains(0)
    }
}
