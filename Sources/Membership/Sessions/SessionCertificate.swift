import Causality
import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// The certificate that a device shows in TLS: made and signed by its own present key, with its whole ``Identity`` in
/// an extension. Who verifies it goes from the network's root down: root, credential, first device, successions, and
/// ends at the key that TLS has seen proven. So a device that was restored or copied, whose old certificate is of a key
/// that it no longer has or may no longer use, is known by its chain of successions just as any other.
///
/// It has the form of the network's other certificates: version 3, Ed25519, from 1970 to 9999. Dates are not judged.
///
/// Source: the TLS handshake of libp2p, where a self-made certificate carries a statement of the long-term identity.
package enum SessionCertificate {
    /// The extension's object identifier, next to that of the binding.
    private static let identifier: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 99999, 8409, 2]
    /// The identity and a small certificate around it.
    package static let bytesMax = Identity.encodedBytesMax + 1024
    private static let name = "yilu session"

    /// Makes the certificate.
    ///
    /// - Returns: DER.
    /// - Precondition: `keys` are those that `identity` ends with.
    package static func make(_ identity: Identity, keys: DeviceKeys) throws -> [UInt8] {
        let publicKey = try Curve25519.Signing.PublicKey(rawRepresentation: keys.replica.bytes)
        var coder = DER.Serializer()
        try coder.serialize(ASN1OctetString(contentBytes: identity.encoded[...]))
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(bytes: [1]),
            publicKey: Certificate.PublicKey(publicKey),
            notValidBefore: Date(timeIntervalSince1970: 0),
            notValidAfter: Date(timeIntervalSince1970: 253_402_300_799),
            issuer: try DistinguishedName { CommonName(name) }, subject: try DistinguishedName { CommonName(name) },
            extensions: try Certificate.Extensions([
                Certificate.Extension(BasicConstraints.notCertificateAuthority, critical: true),
                Certificate.Extension(KeyUsage(digitalSignature: true), critical: true),
                Certificate.Extension(oid: identifier, critical: false, value: coder.serializedBytes[...]),
            ]),
            issuerPrivateKey: Certificate.PrivateKey(keys.signing))
        var der = DER.Serializer()
        try der.serialize(certificate)
        return der.serializedBytes
    }

    /// Who shows a certificate, verified down from the root. That whoever shows it has the key is TLS's to prove.
    ///
    /// - Throws: ``MembershipError``: `malformed`, `tooLarge`, `signatureWrong`, `notTheseKeys`, and what
    ///   ``Identity/verified(against:)`` throws, `signatureWrong` among them for another network's device.
    package static func verify(_ der: [UInt8], root: RootCertificate) throws -> (identity: Identity, member: Member) {
        let what = "session certificate"
        guard der.count <= bytesMax else { throw MembershipError.tooLarge(what, bytesMax: bytesMax) }
        guard let certificate = try? Certificate(derEncoded: der),
            let key = Curve25519.Signing.PublicKey(certificate.publicKey),
            let value = certificate.extensions[oid: identifier]?.value,
            let encoded = try? ASN1OctetString(derEncoded: value).bytes
        else { throw MembershipError.malformed(what) }
        guard certificate.signatureAlgorithm == .ed25519,
            certificate.publicKey.isValidSignature(certificate.signature, for: certificate)
        else { throw MembershipError.signatureWrong(what) }
        let identity = try Identity(encoded: Array(encoded))
        let member = try identity.verified(against: root)
        guard member.replica.bytes == Array(key.rawRepresentation) else { throw MembershipError.notTheseKeys }
        return (identity, member)
    }
}
