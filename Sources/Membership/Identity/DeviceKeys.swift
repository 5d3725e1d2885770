package import Causality
import Crypto

/// The two private keys of a device: Ed25519 to sign with, X25519 to open what is sealed to it.
package struct DeviceKeys: Sendable {
    let signing: Curve25519.Signing.PrivateKey
    let sealing: Curve25519.KeyAgreement.PrivateKey
    /// The device's name in every log: its public signing key.
    package let replica: ReplicaID
    /// The raw X25519 public key that others seal to, 32 bytes.
    package let sealingPublicKey: [UInt8]

    /// New keys.
    package static func generate() -> DeviceKeys {
        DeviceKeys(signing: .init(), sealing: .init())
    }

    /// Keys exported before as ``raw``.
    /// - Throws: ``MembershipError/malformed(_:)`` where the bytes are not 64.
    package init(raw: [UInt8]) throws {
        guard raw.count == Self.rawBytes,
            let signing = try? Curve25519.Signing.PrivateKey(rawRepresentation: raw.prefix(32)),
            let sealing = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: raw.suffix(32))
        else { throw MembershipError.malformed("device keys") }
        self.init(signing: signing, sealing: sealing)
    }

    /// Keys that follow from a private key and what they are for: whoever has it derives the same ones, and nobody else.
    ///
    /// Source: HKDF with SHA-256, RFC 5869.
    package static func derived(from secret: [UInt8], for purpose: String, _ context: [UInt8]) throws -> DeviceKeys {
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), salt: Array("yilu keys 1".utf8),
            info: Array(purpose.utf8) + [0] + context, outputByteCount: rawBytes)
        return try DeviceKeys(raw: key.withUnsafeBytes { Array($0) })
    }

    private init(signing: Curve25519.Signing.PrivateKey, sealing: Curve25519.KeyAgreement.PrivateKey) {
        self.signing = signing
        self.sealing = sealing
        replica = ReplicaID(bytes: Array(signing.publicKey.rawRepresentation))
        sealingPublicKey = Array(sealing.publicKey.rawRepresentation)
    }

    package static let rawBytes = 64

    /// The signing key's 32 bytes, then the sealing key's 32: to be stored in the device's own file and nowhere else.
    package var raw: [UInt8] { Array(signing.rawRepresentation) + Array(sealing.rawRepresentation) }

    /// The raw X25519 private key, 32 bytes: a backup carries it without the signing key, so that a restored device
    /// can open what is on its way and can never write as the old one.
    package var sealingPrivateKey: [UInt8] { Array(sealing.rawRepresentation) }

    /// A detached signature of 64 bytes over `content`, good for `domain` alone.
    package func sign(_ content: [UInt8], domain: SignatureDomain) throws -> [UInt8] {
        try signing.sign(content, domain: domain)
    }
}

extension DeviceKeys: CustomStringConvertible {
    /// Never the keys.
    package var description: String { "keys of replica \(Hex.text(replica.bytes.prefix(4)))" }
}
