import Crypto

/// What others seal to: a raw X25519 public key, 32 bytes.
package enum SealingPublicKey {
    /// Whether only its owner opens what is sealed to a key.
    ///
    /// With a key of small order every other makes the same secret, all zeros: whatever is sealed to it, anybody opens.
    /// RFC 9180 section 7.1.4 demands this check, which the library leaves out.
    package static func isSafe(_ raw: [UInt8]) -> Bool { (try? checked(raw)) != nil }

    /// - Throws: ``MembershipError/sealingKeyUseless``.
    static func checked(_ raw: [UInt8]) throws -> Curve25519.KeyAgreement.PublicKey {
        guard let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: raw),
            let secret = try? probe.sharedSecretFromKeyAgreement(with: key),
            secret.withUnsafeBytes({ $0.contains { $0 != 0 } })
        else { throw MembershipError.sealingKeyUseless }
        return key
    }

    /// Any private key tells, since each is a multiple of the cofactor.
    private static let probe = Curve25519.KeyAgreement.PrivateKey()
}

extension MembershipError {
    /// The key that others should seal to is none.
    package static let sealingKeyUseless = MembershipError.malformed("sealing key")
}
