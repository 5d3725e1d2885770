/// The number of one invitation: 16 random bytes, which the credential and every identity made with it carry, so that
/// the host can enrol the first user of it and withdraw it.
package struct InvitationSerial: Hashable, Sendable {
    /// 16 bytes.
    package let bytes: [UInt8]

    /// - Precondition: `bytes` are 16.
    package init(bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "an invitation's serial has 16 bytes")
        self.bytes = bytes
    }

    /// Nil where `bytes` are not 16.
    package init?(exactly bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads the 32 lower-case hexadecimal digits that ``description`` writes; nil for anything else.
    package init?(text: String) {
        guard let bytes = Hex.bytes(text, count: Self.byteCount) else { return nil }
        self.bytes = bytes
    }

    package static let byteCount = 16
}

extension InvitationSerial: CustomStringConvertible {
    /// 32 hexadecimal digits.
    package var description: String { Hex.text(bytes) }
}
