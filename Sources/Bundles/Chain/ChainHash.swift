package import Causality
import Crypto
package import Membership

/// What a log's changes hash to, one after another: whoever knows it for a number knows every change up to it.
package struct ChainHash: Hashable, Sendable {
    package static let byteCount = 32

    // Four words rather than an array: one stands beside every change of an import.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Nil unless `bytes` has 32 bytes.
    package init?(exactly bytes: some Collection<UInt8>) {
        guard bytes.count == ChainHash.byteCount else { return nil }
        let hash = bytes.withContiguousStorageIfAvailable { ChainHash(UnsafeRawBufferPointer($0)) }
        self = hash ?? Array(bytes).withUnsafeBytes { ChainHash($0) }
    }

    /// - Precondition: `bytes` has 32 bytes.
    package init(bytes: some Collection<UInt8>) {
        guard let hash = ChainHash(exactly: bytes) else { preconditionFailure("a chain hash has 32 bytes") }
        self = hash
    }

    init(_ digest: SHA256.Digest) {
        self = digest.withUnsafeBytes { ChainHash($0) }
    }

    private init(_ bytes: UnsafeRawBufferPointer) {
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        words = (word(0), word(1), word(2), word(3))
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ChainHash.byteCount)
        append(to: &bytes)
        return bytes
    }

    /// Lends the 32 bytes.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(
            of: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian), body)
    }

    func append(to bytes: inout [UInt8]) {
        bytes.appendInteger(words.0)
        bytes.appendInteger(words.1)
        bytes.appendInteger(words.2)
        bytes.appendInteger(words.3)
    }

    /// The first eight bytes, big-endian: what a context names a dot's history by.
    package var prefix: UInt64 { words.0 }

    package static func == (one: ChainHash, other: ChainHash) -> Bool {
        one.words == other.words
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
    }
}

extension ChainHash: Comparable {
    /// The order of the bytes: of two branches of a fork the one with the smaller hash keeps the name.
    package static func < (one: ChainHash, other: ChainHash) -> Bool {
        one.words < other.words
    }
}

extension ChainHash {
    /// The hash before a log's first change: SHA-256 of `yilu log 1`, the network (32 bytes), the place (9) and the
    /// replica (32). A chain of one log is so never one of another.
    package static func start(network: NetworkID, log: LogID) -> ChainHash {
        var bytes = Array("yilu log 1".utf8)
        bytes.append(contentsOf: network.bytes)
        bytes.appendPlace(log.place)
        bytes.append(contentsOf: log.replica.bytes)
        return ChainHash(SHA256.hash(data: bytes))
    }
}
