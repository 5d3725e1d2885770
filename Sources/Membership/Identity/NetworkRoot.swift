import Crypto

/// A network's root: the one key that signs invitations. The host alone has it.
package struct NetworkRoot: Sendable {
    /// What the devices of the network pin.
    package let certificate: RootCertificate
    let key: Curve25519.Signing.PrivateKey

    /// A new network.
    package static func generate() throws -> NetworkRoot {
        try NetworkRoot(key: Curve25519.Signing.PrivateKey())
    }

    /// The root of a key that was exported before. The certificate is a function of the key but for its signature,
    /// so the network is the same.
    /// - Throws: ``MembershipError/malformed(_:)`` where the bytes are not 32.
    package init(privateKey: [UInt8]) throws {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: privateKey) else {
            throw MembershipError.malformed("root key")
        }
        try self.init(key: key)
    }

    private init(key: Curve25519.Signing.PrivateKey) throws {
        self.key = key
        let publicKey = Array(key.publicKey.rawRepresentation)
        let content = CertificateForm.Content(
            role: .root, subject: Self.name, subjectKey: publicKey, issuer: Self.name, serial: [1])
        certificate = try RootCertificate(der: CertificateForm.make(content, signedBy: key))
    }

    /// The raw Ed25519 private key, 32 bytes: whoever has it is the network.
    package var privateKey: [UInt8] { Array(key.rawRepresentation) }

    package var network: NetworkID { certificate.network }

    static let name = "yilu root"
}

extension NetworkRoot: CustomStringConvertible {
    /// Never the key.
    package var description: String { "root of network \(network.short)" }
}
