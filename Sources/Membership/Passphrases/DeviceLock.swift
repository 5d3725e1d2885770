import Crypto

/// What stands between a device's secrets and whoever holds its file: their key, sealed under a passphrase.
///
/// 89 bytes: magic (10), the cost of the derivation (3, scrypt, RFC 7914), salt (16), and the ``SecretsKey`` as
/// AES-256-GCM under the derived key (nonce 12, key 32, tag 16), which authenticates all before it. A fresh lock has a
/// fresh salt and a fresh key.
package struct DeviceLock: Hashable, Sendable {
    private static let magic = Array("YILULOCK1\n".utf8)
    package static let saltBytes = 16
    private static let headerBytes = magic.count + 3 + saltBytes
    private static let byteCount = headerBytes + 12 + SecretsKey.rawBytes + 16

    /// As it stands in the file.
    package let encoded: [UInt8]
    private let parameters: ScryptParameters

    /// Locks a key.
    /// - Parameters:
    ///   - passphrase: as UTF-8, without a line's end.
    ///   - salt: ``saltBytes`` random ones.
    /// - Throws: ``MembershipError/passphraseEmpty``.
    package init(
        on key: SecretsKey, passphrase: [UInt8], salt: [UInt8], parameters: ScryptParameters = .standard
    ) throws {
        precondition(salt.count == Self.saltBytes, "a lock's salt has 16 bytes")
        self.parameters = parameters
        let header = Self.magic + parameters.encoded + salt
        let outer = try parameters.key(from: passphrase, salt: salt, byteCount: 32)
        let box = try AES.GCM.seal(key.raw, using: outer, authenticating: header)
        encoded = header + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// The lock that a file holds.
    /// - Throws: ``MembershipError``: `malformed` where it is none, `backupParametersRefused` where it asks for an
    ///   unreasonable derivation.
    package init(encoded: [UInt8]) throws {
        var reader = ByteReader(encoded, of: "device lock")
        guard encoded.count == Self.byteCount, try reader.fixed(Self.magic.count) == Self.magic else {
            throw MembershipError.malformed("device lock")
        }
        parameters = try ScryptParameters(from: &reader)
        self.encoded = encoded
    }

    /// What the key of this lock, and of no other, goes by in a keyring: 32 hexadecimal digits.
    package var name: String { Hex.text(Array(SHA256.hash(data: encoded).prefix(16))) }

    /// The key behind the lock; takes a tenth of a second and 32 MiB.
    /// - Throws: ``MembershipError``: `passphraseEmpty`, or `passphraseWrong`, also where the lock was altered.
    package func key(passphrase: [UInt8]) throws -> SecretsKey {
        let header = Array(encoded.prefix(Self.headerBytes))
        let outer = try parameters.key(
            from: passphrase, salt: Array(header.suffix(Self.saltBytes)), byteCount: 32)
        guard let box = try? AES.GCM.SealedBox(combined: encoded.dropFirst(Self.headerBytes)),
            let raw = try? AES.GCM.open(box, using: outer, authenticating: header)
        else { throw MembershipError.passphraseWrong }
        return try SecretsKey(raw: Array(raw))
    }
}
