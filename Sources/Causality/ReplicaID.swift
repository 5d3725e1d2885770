/// Names a replica: one installation, one key pair.
///
/// The name *is* the replica's Ed25519 public key (RFC 8032), so whoever holds a signed head can verify it without
/// looking anything up, and no two keys can ever share a name.
public struct ReplicaID: Hashable, Sendable {
    /// The length of every identifier.
    public static let byteCount = 32

    // Four words rather than an array: identifiers are compared and hashed for every change of an import.
    @usableFromInline let words: (UInt64, UInt64, UInt64, UInt64)

    /// - Precondition: `bytes` has 32 bytes.
    public init(bytes: some Collection<UInt8>) {
        guard let id = ReplicaID(exactly: bytes) else { preconditionFailure("a replica is named by 32 bytes") }
        self = id
    }

    /// Nil unless `bytes` has 32 bytes.
    public init?(exactly bytes: some Collection<UInt8>) {
        guard bytes.count == ReplicaID.byteCount else { return nil }
        let id = bytes.withContiguousStorageIfAvailable { ReplicaID(UnsafeRawBufferPointer($0)) }
        self = id ?? Array(bytes).withUnsafeBytes { ReplicaID($0) }
    }

    private init(_ bytes: UnsafeRawBufferPointer) {
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        words = (word(0), word(1), word(2), word(3))
    }

    /// The raw public key, 32 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ReplicaID.byteCount)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
    }

    /// The key as four numbers, its bytes big-endian.
    @inlinable
    package func withWords<Result>(_ body: (UInt64, UInt64, UInt64, UInt64) -> Result) -> Result {
        body(words.0, words.1, words.2, words.3)
    }

    public static func == (one: ReplicaID, other: ReplicaID) -> Bool {
        one.words == other.words
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}

extension ReplicaID: Comparable {
    /// The order of the keys' bytes, the same on every device.
    public static func < (one: ReplicaID, other: ReplicaID) -> Bool {
        one.words < other.words
    }
}

extension ReplicaID: CustomStringConvertible {
    /// Sixty-four hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
