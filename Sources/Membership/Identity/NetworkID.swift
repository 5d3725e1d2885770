import Crypto

/// The name of a network: the SHA-256 fingerprint of its root's public key, as it stands in the root certificate
/// (SubjectPublicKeyInfo, RFC 5280 section 4.1.2.7).
package struct NetworkID: Hashable, Sendable {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// - Precondition: `bytes` are 32.
    package init(bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "a network is named by 32 bytes")
        self.bytes = bytes
    }

    /// Nil where `bytes` are not 32.
    package init?(exactly bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads the 64 lower-case hexadecimal digits that ``description`` writes; nil for anything else.
    package init?(text: String) {
        guard let bytes = Hex.bytes(text, count: Self.byteCount) else { return nil }
        self.bytes = bytes
    }

    /// The fingerprint of an Ed25519 key of 32 raw bytes. The prefix is the fixed head of its SubjectPublicKeyInfo
    /// (RFC 8410 section 4).
    init(rootPublicKey: [UInt8]) {
        let head: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
        bytes = Array(SHA256.hash(data: head + rootPublicKey))
    }

    package static let byteCount = 32
}

extension NetworkID: CustomStringConvertible {
    /// 64 hexadecimal digits.
    package var description: String { Hex.text(bytes) }

    /// The first 8 hexadecimal digits, for people to compare.
    package var short: String { Hex.text(bytes.prefix(4)) }
}
