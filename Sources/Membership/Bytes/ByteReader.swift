/// Reads what ``ByteWriter`` wrote, from bytes that may be anything: each step throws
/// ``MembershipError/malformed(_:)`` for the named thing where the bytes end too early.
struct ByteReader {
    private var rest: ArraySlice<UInt8>
    private let what: String

    init(_ bytes: [UInt8], of what: String) {
        rest = bytes[...]
        self.what = what
    }

    mutating func fixed(_ count: Int) throws -> [UInt8] {
        guard rest.count >= count else { throw MembershipError.malformed(what) }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type) throws -> Value {
        try fixed(Value.bitWidth / 8).reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
    }

    /// Bytes after their length, which is refused above `bytesMax` before anything is copied.
    mutating func sized(bytesMax: Int) throws -> [UInt8] {
        let count = try integer(UInt32.self)
        guard count <= bytesMax else { throw MembershipError.tooLarge(what, bytesMax: bytesMax) }
        return try fixed(Int(count))
    }

    /// Nothing may follow: one value has one encoding.
    func end() throws {
        guard rest.isEmpty else { throw MembershipError.malformed(what) }
    }
}
