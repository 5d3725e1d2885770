package import Causality

/// What a device needs to take part in TLS: its certificate with the private key, and the root that it pins.
package struct SessionCredentials: Sendable {
    package let replica: ReplicaID
    package let root: RootCertificate
    /// DER.
    package let certificate: [UInt8]
    /// PKCS #8 (RFC 8410 section 7), DER.
    package let privateKey: [UInt8]

    private init(replica: ReplicaID, root: RootCertificate, certificate: [UInt8], privateKey: [UInt8]) {
        self.replica = replica
        self.root = root
        self.certificate = certificate
        self.privateKey = privateKey
    }

    /// The same with another root to pin: for whoever plays a stranger.
    package func pinning(_ root: RootCertificate) -> SessionCredentials {
        SessionCredentials(replica: replica, root: root, certificate: certificate, privateKey: privateKey)
    }

    package init(identity: Identity, keys: DeviceKeys, root: RootCertificate) throws {
        replica = keys.replica
        self.root = root
        certificate = try SessionCertificate.make(identity, keys: keys)
        privateKey = NetworkRoot.pkcs8Head + keys.raw.prefix(32)
    }
}

extension SessionCredentials: CustomStringConvertible {
    /// Never the key.
    package var description: String { "session credentials of \(replica)" }
}
