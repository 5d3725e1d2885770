extension Identity {
    /// The longest encoding: two certificates and 32 successions.
    package static let encodedBytesMax =
        2 * CertificateForm.bytesMax + 128 + successionsMax * Succession.encodedBytesMax

    /// The bytes that travel and are stored: version 1, the two certificates after their lengths, the signature of
    /// possession, the number of successions, the successions.
    package var encoded: [UInt8] {
        var writer = ByteWriter(reserving: 1536)
        writer.integer(UInt8(1))
        writer.sized(leafDER)
        writer.sized(credentialDER)
        writer.fixed(possession)
        writer.integer(UInt8(successions.count))
        for succession in successions { succession.encode(into: &writer) }
        return writer.bytes
    }

    /// Reads ``encoded`` bytes. Their form is checked, nothing else: call ``verified(against:)``.
    /// - Throws: ``MembershipError/malformed(_:)``, `tooLarge`, `versionUnknown` or `tooManySuccessions`.
    package init(encoded: [UInt8]) throws {
        guard encoded.count <= Self.encodedBytesMax else {
            throw MembershipError.tooLarge("identity", bytesMax: Self.encodedBytesMax)
        }
        var reader = ByteReader(encoded, of: "identity")
        let version = try reader.integer(UInt8.self)
        guard version == 1 else { throw MembershipError.versionUnknown("identity", version: Int(version)) }
        let leaf = try reader.sized(bytesMax: CertificateForm.bytesMax)
        let credential = try reader.sized(bytesMax: CertificateForm.bytesMax)
        let possession = try reader.fixed(Signatures.signatureBytes)
        let count = Int(try reader.integer(UInt8.self))
        guard count <= Self.successionsMax else {
            throw MembershipError.tooManySuccessions(countMax: Self.successionsMax)
        }
        var successions: [Succession] = []
        for _ in 0..<count { successions.append(try Succession(from: &reader)) }
        try reader.end()
        self.init(leafDER: leaf, credentialDER: credential, possession: possession, successions: successions)
    }
}
