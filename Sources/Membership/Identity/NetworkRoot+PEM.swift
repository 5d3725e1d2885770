import SwiftASN1

extension NetworkRoot {
    /// No PEM text of one Ed25519 key is near this long.
    package static let pemBytesMax = 4096

    /// The root key as a PEM text that OpenSSL reads too (PKCS #8, RFC 8410 section 7), ending in a newline.
    package var pem: String {
        PEMDocument(type: Self.pemType, derBytes: Self.pkcs8Head + privateKey).pemString + "\n"
    }

    /// Reads what ``pem`` wrote, or `openssl genpkey -algorithm ed25519`.
    /// - Throws: ``MembershipError/tooLarge(_:bytesMax:)`` or ``MembershipError/malformed(_:)``.
    package init(pem: String) throws {
        guard pem.utf8.count <= Self.pemBytesMax else {
            throw MembershipError.tooLarge("root key", bytesMax: Self.pemBytesMax)
        }
        guard let document = try? PEMDocument(pemString: pem), document.discriminator == Self.pemType,
            document.derBytes.starts(with: Self.pkcs8Head)
        else { throw MembershipError.malformed("root key") }
        try self.init(privateKey: Array(document.derBytes.dropFirst(Self.pkcs8Head.count)))
    }

    private static let pemType = "PRIVATE KEY"

    /// The fixed head of an Ed25519 key in PKCS #8; the 32 raw bytes follow.
    static let pkcs8Head: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]
}
