import Crypto
import FoundationEssentials
import SwiftASN1
import X509

/// The three certificates of a network, each of exactly one form: version 3, Ed25519, from 1970 to the end of 9999
/// (RFC 5280 section 4.1.2.5: "no well-defined expiration date"), with the extensions listed here and no others.
///
/// Dates are written and never judged: clocks are wrong in the field, and the host alone decides who is a member.
enum CertificateForm {
    /// No certificate of ours is longer than 600 bytes.
    static let bytesMax = 2048

    enum Role {
        /// Self-signed, an authority over one level of authorities.
        case root
        /// Signed by the root, an authority over leaves alone.
        case credential
        /// Signed by a credential, no authority.
        case device

        var basicConstraints: BasicConstraints {
            switch self {
            case .root: .isCertificateAuthority(maxPathLength: 1)
            case .credential: .isCertificateAuthority(maxPathLength: 0)
            case .device: .notCertificateAuthority
            }
        }

        var keyUsage: KeyUsage {
            self == .device ? KeyUsage(digitalSignature: true) : KeyUsage(digitalSignature: true, keyCertSign: true)
        }

        var name: String {
            switch self {
            case .root: "root certificate"
            case .credential: "credential"
            case .device: "device certificate"
            }
        }
    }

    /// Who a certificate is for and whose word it is.
    struct Content {
        var role: Role
        var subject: String
        var subjectKey: [UInt8]
        var issuer: String
        var serial: [UInt8]
        var binding: Binding?
    }

    /// Makes and signs a certificate; answers with its DER.
    static func make(_ content: Content, signedBy key: Curve25519.Signing.PrivateKey) throws -> [UInt8] {
        var extensions = [
            try Certificate.Extension(content.role.basicConstraints, critical: true),
            try Certificate.Extension(content.role.keyUsage, critical: true),
        ]
        if let binding = content.binding {
            var coder = DER.Serializer()
            try coder.serialize(binding)
            extensions.append(.init(oid: Binding.identifier, critical: false, value: coder.serializedBytes[...]))
        }
        let subjectKey = try Curve25519.Signing.PublicKey(rawRepresentation: content.subjectKey)
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(bytes: content.serial),
            publicKey: Certificate.PublicKey(subjectKey),
            notValidBefore: Date(timeIntervalSince1970: 0),
            notValidAfter: Date(timeIntervalSince1970: 253_402_300_799),
            issuer: try DistinguishedName { CommonName(content.issuer) },
            subject: try DistinguishedName { CommonName(content.subject) },
            extensions: try Certificate.Extensions(extensions),
            issuerPrivateKey: Certificate.PrivateKey(key))
        var coder = DER.Serializer()
        try coder.serialize(certificate)
        return coder.serializedBytes
    }

    /// What a certificate says, once its form and signature are checked.
    struct Checked {
        var subject: String
        var publicKey: [UInt8]
        var binding: Binding?
    }

    /// Reads a certificate that must have the form of `role` and be signed by `issuerKey`, or by its own key where
    /// that is nil.
    static func check(_ der: [UInt8], as role: Role, issuerKey: [UInt8]?) throws -> Checked {
        guard der.count <= bytesMax else { throw MembershipError.tooLarge(role.name, bytesMax: bytesMax) }
        guard let certificate = try? Certificate(derEncoded: der),
            let key = Curve25519.Signing.PublicKey(certificate.publicKey)
        else { throw MembershipError.malformed(role.name) }
        let publicKey = Array(key.rawRepresentation)

        guard certificate.signatureAlgorithm == .ed25519,
            let issuer = try? Curve25519.Signing.PublicKey(rawRepresentation: issuerKey ?? publicKey),
            Certificate.PublicKey(issuer).isValidSignature(certificate.signature, for: certificate)
        else { throw MembershipError.signatureWrong(role.name) }

        let extensions = certificate.extensions
        guard certificate.version == .v3,
            (try? extensions.basicConstraints) == role.basicConstraints,
            (try? extensions.keyUsage) == role.keyUsage,
            extensions.count == (role == .root ? 2 : 3)
        else { throw MembershipError.certificateMisused(role.name) }

        let subject = certificate.subject.description
        guard role != .root else { return Checked(subject: subject, publicKey: publicKey, binding: nil) }
        guard let value = extensions[oid: Binding.identifier]?.value,
            let binding = try? Binding(derEncoded: value),
            (binding.sealingKey != nil) == (role == .device)
        else { throw MembershipError.malformed(role.name + "'s binding") }
        return Checked(subject: subject, publicKey: publicKey, binding: binding)
    }
}
