import Crypto
import Membership

/// Who a device says it is. The input is the part of a certificate that is signed: as the holder of an invitation can,
/// the entry signs it with the credential's key, and proves possession of the station's.
enum IdentityEntry {
    static func verify(_ bytes: [UInt8]) throws {
        let network = FuzzNetwork.shared
        _ = try? Identity(encoded: bytes)
        _ = try? RootCertificate(der: bytes)
        let identity = try identity(certifying: bytes, network)
        let member = try identity.verified(against: network.root.certificate)
        demand(member.place == network.place && member.label == "037", "a credential certifies for its own place")
    }

    static func identity(certifying content: [UInt8], _ network: FuzzNetwork) throws -> Identity {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: network.credential.privateKey)
        let signature = try key.signature(for: content)
        let algorithm: [UInt8] = [0x30, 5, 0x06, 3, 0x2B, 0x65, 0x70]
        let leaf = sequence(content + algorithm + [0x03, 65, 0] + signature)
        let possession = try network.station.sign(Array(SHA256.hash(data: leaf)), domain: .possession)
        var encoded: [UInt8] = [1]
        for certificate in [leaf, network.credential.certificateDER] {
            encoded += BundleEntry.bigEndian(UInt32(certificate.count)) + certificate
        }
        return try Identity(encoded: encoded + possession + [0])
    }

    /// What of a certificate is signed: the first part of its sequence.
    static func content(ofCertificate der: [UInt8]) -> [UInt8] {
        // Ours have more than 255 bytes and fewer than 64 KiB, so lengths take two bytes after their own mark.
        let count = 4 + Int(der[6]) << 8 + Int(der[7])
        return Array(der[4..<4 + count])
    }

    /// DER's SEQUENCE of up to 64 KiB.
    private static func sequence(_ content: [UInt8]) -> [UInt8] {
        let count = content.count
        if count < 0x80 { return [0x30, UInt8(count)] + content }
        if count < 0x100 { return [0x30, 0x81, UInt8(count)] + content }
        return [0x30, 0x82, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)] + content
    }
}
