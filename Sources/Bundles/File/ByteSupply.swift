/// Gives the next bytes of a file or a stream: at least one and at most as many as asked for; none at the end.
package typealias ByteSupply = (_ upTo: Int) throws -> [UInt8]

/// Takes bytes from a supply in the amounts that the format has, and counts them.
struct SupplyReader {
    /// What is asked for at once: memory grows with what really comes, never with what a length claims.
    private static let stepBytes = 256 << 10

    private let supply: ByteSupply
    /// Bytes taken so far.
    private(set) var offset: UInt64 = 0

    init(_ supply: @escaping ByteSupply) {
        self.supply = supply
    }

    /// The next `count` bytes, or as many as there are before the end.
    mutating func take(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let part = try supply(min(count - bytes.count, SupplyReader.stepBytes))
            guard !part.isEmpty else { break }
            precondition(part.count <= count - bytes.count, "a supply gives no more than was asked for")
            if bytes.isEmpty { bytes = part } else { bytes.append(contentsOf: part) }
        }
        offset += UInt64(bytes.count)
        return bytes
    }

    /// Steps over the next `count` bytes.
    ///
    /// - Returns: false where there are fewer.
    mutating func skip(_ count: Int) throws -> Bool {
        var left = count
        while left > 0 {
            let part = try supply(min(left, SupplyReader.stepBytes))
            guard !part.isEmpty else { return false }
            left -= part.count
            offset += UInt64(part.count)
        }
        return true
    }
}
