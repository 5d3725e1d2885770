/// Whole numbers of one kind, one after another, so that what is alike stands together for the deflater.
///
/// They are coded as distances, from the least of them or from one to the next, whichever is smaller; the distances as
/// planes: the lowest bytes of all, then the next bytes of all, and so on, and the last bits below a whole byte packed.
/// A column of equal numbers, or of equal steps, takes a few bytes.
enum IntegerColumn {
    /// How distances are meant.
    private enum Form: UInt8 {
        case fromLeast = 0
        case fromPrevious = 1
    }

    /// The form in the top bit, the width of a distance in bits (0 to 64) below; the first number and the least step,
    /// or the least number; then the planes. No bytes at all for no numbers.
    static func append(_ values: [Int64], to bytes: inout [UInt8]) {
        guard let first = values.first else { return }
        var least = first
        var leastStep = Int64.max
        var previous = first
        for value in values.dropFirst() {
            least = min(least, value)
            leastStep = min(leastStep, value &- previous)
            previous = value
        }
        if values.count == 1 { leastStep = 0 }
        let plain = values.map { UInt64(bitPattern: $0 &- least) }
        var steps: [UInt64] = []
        steps.reserveCapacity(values.count)
        previous = first
        for value in values.dropFirst() {
            steps.append(UInt64(bitPattern: value &- previous &- leastStep))
            previous = value
        }
        if totalBits(steps) < totalBits(plain) {
            let width = width(of: steps)
            bytes.append(Form.fromPrevious.rawValue << 7 | UInt8(width))
            bytes.appendZigzag(first)
            bytes.appendZigzag(leastStep)
            appendPlanes(steps, width: width, to: &bytes)
        } else {
            let width = width(of: plain)
            bytes.append(Form.fromLeast.rawValue << 7 | UInt8(width))
            bytes.appendZigzag(least)
            appendPlanes(plain, width: width, to: &bytes)
        }
    }

    /// Reads `count` numbers back.
    static func read(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> [Int64] {
        guard count > 0 else { return [] }
        let head = try cursor.byte()
        let width = Int(head & 0x7F)
        guard width <= 64, let form = Form(rawValue: head >> 7) else { throw cursor.malformed }
        let first = try cursor.zigzag()
        switch form {
        case .fromLeast:
            return try readPlanes(count, width: width, from: &cursor).map { first &+ Int64(bitPattern: $0) }
        case .fromPrevious:
            let leastStep = try cursor.zigzag()
            let steps = try readPlanes(count - 1, width: width, from: &cursor)
            var values: [Int64] = [first]
            values.reserveCapacity(count)
            var value = first
            for step in steps {
                value = value &+ leastStep &+ Int64(bitPattern: step)
                values.append(value)
            }
            return values
        }
    }

    private static func totalBits(_ values: [UInt64]) -> Int {
        values.reduce(0) { $0 + 64 - $1.leadingZeroBitCount }
    }

    private static func width(of values: [UInt64]) -> Int {
        64 - values.reduce(0, |).leadingZeroBitCount
    }

    private static func appendPlanes(_ values: [UInt64], width: Int, to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: width & ~7, by: 8) {
            for value in values { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
        }
        BitColumn.append(values, shift: width & ~7, width: width & 7, to: &bytes)
    }

    private static func readPlanes(
        _ count: Int, width: Int, from cursor: inout ByteCursor
    ) throws(BundlesError) -> [UInt64] {
        // Checked as a whole before the numbers are allocated; nothing but `count`, which is limited, is taken on trust.
        guard width / 8 * count <= cursor.left else { throw cursor.malformed }
        var values = [UInt64](repeating: 0, count: count)
        for shift in stride(from: 0, to: width & ~7, by: 8) {
            let plane = try cursor.slice(count)
            for (index, byte) in plane.enumerated() { values[index] |= UInt64(byte) << UInt64(shift) }
        }
        try BitColumn.read(into: &values, shift: width & ~7, width: width & 7, from: &cursor)
        return values
    }
}
