package import Causality
import Crypto

/// A one-time authority that an invitation carries: it certifies the device that joins, on the spot and offline, for
/// one place and one label. That it is used once is the host's to judge, by its serial.
package struct Credential: Sendable {
    /// The X.509 certificate, signed by the network's root.
    package let certificateDER: [UInt8]
    let binding: Binding
    let key: Curve25519.Signing.PrivateKey

    /// A new credential.
    /// - Parameters:
    ///   - place: the place of records that the device will stand at.
    ///   - serial: 16 random bytes.
    ///   - label: the name in record numbers that is kept for the device, such as `037`, `037b` or `host`.
    ///   - privateKey: 32 random bytes.
    /// - Throws: ``MembershipError/malformed(_:)`` for a label that is empty, over 32 bytes or holds blanks.
    package static func issue(
        by root: NetworkRoot, place: PlaceID, serial: InvitationSerial, label: String, privateKey: [UInt8]
    ) throws -> Credential {
        precondition(!place.isNotices, "a device stands at a place of records")
        let binding = Binding(
            network: root.network, node: place.node, serial: serial, label: try Binding.checked(label: label))
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: privateKey)
        let content = CertificateForm.Content(
            role: .credential, subject: subject(of: binding), subjectKey: Array(key.publicKey.rawRepresentation),
            issuer: NetworkRoot.name, serial: serial.bytes, binding: binding)
        let der = try CertificateForm.make(content, signedBy: root.key)
        return Credential(certificateDER: der, binding: binding, key: key)
    }

    /// Reads a credential back and checks it against the root.
    /// - Throws: what ``CertificateForm`` finds wrong, ``MembershipError/notOfThisNetwork`` or
    ///   ``MembershipError/notTheseKeys``.
    package init(certificateDER: [UInt8], privateKey: [UInt8], root: RootCertificate) throws {
        let (binding, publicKey) = try Self.check(certificateDER, root: root)
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey) else {
            throw MembershipError.malformed("credential's key")
        }
        guard Array(key.publicKey.rawRepresentation) == publicKey else { throw MembershipError.notTheseKeys }
        self.init(certificateDER: certificateDER, binding: binding, key: key)
    }

    private init(certificateDER: [UInt8], binding: Binding, key: Curve25519.Signing.PrivateKey) {
        self.certificateDER = certificateDER
        self.binding = binding
        self.key = key
    }

    /// What a credential's certificate binds, and its key, once the root's signature is checked.
    static func check(_ der: [UInt8], root: RootCertificate) throws -> (binding: Binding, publicKey: [UInt8]) {
        let checked = try CertificateForm.check(der, as: .credential, issuerKey: root.publicKey)
        guard let binding = checked.binding, binding.network == root.network else {
            throw MembershipError.notOfThisNetwork
        }
        return (binding, checked.publicKey)
    }

    static func subject(of binding: Binding) -> String { "yilu credential \(binding.serial)" }

    /// The raw Ed25519 private key, 32 bytes.
    package var privateKey: [UInt8] { Array(key.rawRepresentation) }
    package var network: NetworkID { binding.network }
    package var place: PlaceID { PlaceID(node: binding.node, isNotices: false) }
    package var serial: InvitationSerial { binding.serial }
    package var label: String { binding.label }
}

extension Credential: Hashable {
    package static func == (left: Credential, right: Credential) -> Bool {
        left.certificateDER == right.certificateDER && left.privateKey == right.privateKey
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(certificateDER)
    }
}

extension Credential: CustomStringConvertible {
    /// Never the key.
    package var description: String { "credential \(serial) for \(label)" }
}
