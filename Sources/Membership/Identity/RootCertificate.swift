/// The public half of a network's root: what every device of the network pins.
package struct RootCertificate: Hashable, Sendable {
    /// The X.509 certificate.
    package let der: [UInt8]
    /// The raw Ed25519 key, 32 bytes.
    package let publicKey: [UInt8]
    /// The network that this root names.
    package let network: NetworkID

    /// Reads a root certificate and checks its form and its signature of itself.
    ///
    /// That it is the *right* root only its ``network`` tells: compare it with what is pinned.
    /// - Throws: ``MembershipError/tooLarge(_:bytesMax:)``, `malformed`, `signatureWrong` or `certificateMisused`.
    package init(der: [UInt8]) throws {
        publicKey = try CertificateForm.check(der, as: .root, issuerKey: nil).publicKey
        network = NetworkID(rootPublicKey: publicKey)
        self.der = der
    }
}
