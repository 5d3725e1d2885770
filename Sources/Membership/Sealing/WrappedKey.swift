import Crypto
import FoundationEssentials

/// A ``BundleKey`` sealed to one receiver with HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
/// AES-256-GCM. Base mode names no sender; the bundle's signed header does.
package struct WrappedKey: Hashable, Sendable {
    /// The ephemeral public key, 32 bytes.
    package let encapsulatedKey: [UInt8]
    /// The sealed key and its tag, 48 bytes.
    package let ciphertext: [UInt8]

    package static let encodedBytes = 80

    /// The encapsulated key, then the ciphertext.
    package var encoded: [UInt8] { encapsulatedKey + ciphertext }

    /// Reads ``encoded`` bytes.
    /// - Throws: ``MembershipError/malformed(_:)`` where they are not 80.
    package init(encoded: [UInt8]) throws {
        var reader = ByteReader(encoded, of: "wrapped key")
        encapsulatedKey = try reader.fixed(32)
        ciphertext = try reader.fixed(48)
        try reader.end()
    }

    static var suite: HPKE.Ciphersuite {
        HPKE.Ciphersuite(kem: .Curve25519_HKDF_SHA256, kdf: .HKDF_SHA256, aead: .AES_GCM_256)
    }
}

extension BundleKey {
    /// Seals the key to a receiver.
    /// - Parameters:
    ///   - sealingPublicKey: the receiver's raw X25519 key, 32 bytes.
    ///   - info: what the key is for, such as the network and the bundle's number; to be given again when unwrapping.
    /// - Throws: ``MembershipError/sealingKeyUseless``.
    package func wrapped(to sealingPublicKey: [UInt8], info: [UInt8]) throws -> WrappedKey {
        do {
            let receiver = try SealingPublicKey.checked(sealingPublicKey)
            var sender = try HPKE.Sender(recipientKey: receiver, ciphersuite: WrappedKey.suite, info: Data(info))
            let ciphertext = try sender.seal(bytes)
            return try WrappedKey(encoded: Array(sender.encapsulatedKey) + Array(ciphertext))
        } catch {
            throw MembershipError.sealingKeyUseless
        }
    }
}

extension WrappedKey {
    /// Opens the key with the receiver's own keys and the `info` it was wrapped with.
    /// - Throws: ``MembershipError/bundleKeyNotForThisDevice``.
    package func unwrapped(with keys: DeviceKeys, info: [UInt8]) throws -> BundleKey {
        try unwrapped(with: keys.sealing, info: info)
    }

    /// Opens the key with a raw X25519 private key, 32 bytes: after a restore, that of the replica before, which
    /// bundles on their way are still sealed to.
    /// - Throws: ``MembershipError/bundleKeyNotForThisDevice``.
    package func unwrapped(withSealingPrivateKey raw: [UInt8], info: [UInt8]) throws -> BundleKey {
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: raw) else {
            throw MembershipError.bundleKeyNotForThisDevice
        }
        return try unwrapped(with: key, info: info)
    }

    private func unwrapped(with key: Curve25519.KeyAgreement.PrivateKey, info: [UInt8]) throws -> BundleKey {
        do {
            var recipient = try HPKE.Recipient(
                privateKey: key, ciphersuite: Self.suite, info: Data(info), encapsulatedKey: Data(encapsulatedKey))
            let bytes = Array(try recipient.open(ciphertext))
            guard bytes.count == BundleKey.byteCount else { throw MembershipError.bundleKeyNotForThisDevice }
            return BundleKey(bytes: bytes)
        } catch {
            throw MembershipError.bundleKeyNotForThisDevice
        }
    }
}
