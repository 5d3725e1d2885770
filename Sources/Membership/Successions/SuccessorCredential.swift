import Causality
import Crypto

/// What a backup carries in place of the device's signing key: a one-time key to which the device granted its
/// succession. A restored file starts a new replica with it and can never write as the old one.
package struct SuccessorCredential: Sendable {
    /// The device that goes on.
    package let predecessor: Identity
    private let key: Curve25519.Signing.PrivateKey
    private let grant: [UInt8]

    /// A new one, for the backup that is being made.
    /// - Parameter privateKey: 32 random bytes.
    /// - Throws: ``MembershipError/notTheseKeys`` where `keys` are not the identity's, or what is wrong with it.
    package static func issue(
        for identity: Identity, keys: DeviceKeys, root: RootCertificate, privateKey: [UInt8]
    ) throws -> SuccessorCredential {
        let member = try identity.verified(against: root)
        guard member.replica == keys.replica else { throw MembershipError.notTheseKeys }
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: privateKey)
        let granted = Succession.origin(network: root.network, old: member) + Array(key.publicKey.rawRepresentation)
        return SuccessorCredential(
            predecessor: identity, key: key, grant: try keys.sign(granted, domain: .successorCredential))
    }

    /// The identity of `new`, which goes on after the device that the backup was made on.
    /// - Throws: ``MembershipError``, also where the credential was damaged: the answer verifies.
    package func succeed(with new: DeviceKeys, root: RootCertificate) throws -> Identity {
        let authority = Succession.Authority.credential(
            publicKey: Array(key.publicKey.rawRepresentation), grant: grant)
        let identity = try predecessor.appending(new, authority: authority, key: key, root: root)
        _ = try identity.verified(against: root)
        return identity
    }
}

extension SuccessorCredential {
    /// For storing in a backup: version 1, private key (32), grant (64), the predecessor's identity after its length.
    package var encoded: [UInt8] {
        var writer = ByteWriter(reserving: 2048)
        writer.integer(UInt8(1))
        writer.fixed(Array(key.rawRepresentation))
        writer.fixed(grant)
        writer.sized(predecessor.encoded)
        return writer.bytes
    }

    /// Reads ``encoded`` bytes; what they grant shows in ``succeed(with:root:)``.
    /// - Throws: ``MembershipError/malformed(_:)``, `tooLarge` or `versionUnknown`.
    package init(encoded: [UInt8]) throws {
        var reader = ByteReader(encoded, of: "successor credential")
        let version = try reader.integer(UInt8.self)
        guard version == 1 else {
            throw MembershipError.versionUnknown("successor credential", version: Int(version))
        }
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: try reader.fixed(32)) else {
            throw MembershipError.malformed("successor credential")
        }
        let grant = try reader.fixed(Signatures.signatureBytes)
        let predecessor = try Identity(encoded: try reader.sized(bytesMax: Identity.encodedBytesMax))
        try reader.end()
        self.init(predecessor: predecessor, key: key, grant: grant)
    }
}

extension SuccessorCredential: CustomStringConvertible {
    /// Never the key.
    package var description: String { "successor credential" }
}
