package import Causality
import Crypto

/// Detached Ed25519 signatures (RFC 8032) over domain-separated messages.
package enum Signatures {
    /// The length of every signature.
    package static let signatureBytes = 64

    /// Checks `signature` of `content`, made for `domain` by the device `replica`.
    ///
    /// Parses the key each time: use a ``SignatureVerifier`` where many signatures of one replica are checked.
    /// - Throws: ``MembershipError/signatureWrong(_:)`` naming the domain.
    package static func verify(
        _ signature: [UInt8], of content: [UInt8], domain: SignatureDomain, by replica: ReplicaID
    ) throws {
        try SignatureVerifier(replica: replica).verify(signature, of: content, domain: domain)
    }
}

/// The parsed public key of one signer, to check many signatures with.
package struct SignatureVerifier: Sendable {
    private let key: Curve25519.Signing.PublicKey

    /// - Throws: ``MembershipError/malformed(_:)`` where the replica's bytes are no Ed25519 key.
    package init(replica: ReplicaID) throws {
        try self.init(publicKey: replica.bytes)
    }

    init(publicKey: [UInt8]) throws {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
            throw MembershipError.malformed("signing key")
        }
        self.key = key
    }

    /// - Throws: ``MembershipError/signatureWrong(_:)`` naming the domain.
    package func verify(_ signature: [UInt8], of content: [UInt8], domain: SignatureDomain) throws {
        guard signature.count == Signatures.signatureBytes,
            key.isValidSignature(signature, for: domain.message(content))
        else { throw MembershipError.signatureWrong(domain.rawValue) }
    }
}

extension Curve25519.Signing.PrivateKey {
    func sign(_ content: [UInt8], domain: SignatureDomain) throws -> [UInt8] {
        Array(try signature(for: domain.message(content)))
    }
}
