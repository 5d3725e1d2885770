/// Numbers of fewer than eight bits, packed: the lowest bits of a byte are filled first.
enum BitColumn {
    /// Appends bits `shift ..< shift + width` of every value.
    static func append(_ values: [UInt64], shift: Int, width: Int, to bytes: inout [UInt8]) {
        guard width > 0 else { return }
        var pending: UInt64 = 0
        var pendingBits = 0
        for value in values {
            pending |= (value >> UInt64(shift) & (1 << UInt64(width) - 1)) << UInt64(pendingBits)
            pendingBits += width
            while pendingBits >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                pendingBits -= 8
            }
        }
        if pendingBits > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    }

    /// Sets those bits of every value.
    static func read(
        into values: inout [UInt64], shift: Int, width: Int, from cursor: inout ByteCursor
    ) throws(BundlesError) {
        guard width > 0 else { return }
        let packed = try cursor.slice((values.count * width + 7) / 8)
        var next = packed.startIndex
        var pending: UInt64 = 0
        var pendingBits = 0
        for index in values.indices {
            if pendingBits < width {
                pending |= UInt64(packed[next]) << UInt64(pendingBits)
                next += 1
                pendingBits += 8
            }
            values[index] |= (pending & (1 << UInt64(width) - 1)) << UInt64(shift)
            pending >>= UInt64(width)
            pendingBits -= width
        }
        guard pending == 0 else { throw cursor.malformed }
    }
}
