import Crypto

/// The key under which a device's secrets lie in its file, while a passphrase protects them.
///
/// Each secret is AES-256-GCM with a random nonce of 12 bytes in front; its name is authenticated with it, so that no
/// secret can be put in another's place.
package struct SecretsKey: Sendable {
    package static let rawBytes = 32

    private let key: SymmetricKey

    /// A key of fresh random bytes, or one that was kept as ``raw``.
    /// - Throws: ``MembershipError/malformed(_:)`` where the bytes are not 32.
    package init(raw: [UInt8]) throws {
        guard raw.count == Self.rawBytes else { throw MembershipError.malformed("secrets' key") }
        key = SymmetricKey(data: raw)
    }

    /// 32 bytes: for the keyring of whoever is logged in, and for no file.
    package var raw: [UInt8] { key.withUnsafeBytes { Array($0) } }

    /// The secret's bytes and 28 more.
    package func seal(_ secret: [UInt8], name: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(secret, using: key, authenticating: Array(name.utf8))
        return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// - Throws: ``MembershipError/malformed(_:)`` where it was sealed under another key or name, or altered.
    package func open(_ sealed: [UInt8], name: String) throws -> [UInt8] {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let secret = try? AES.GCM.open(box, using: key, authenticating: Array(name.utf8))
        else { throw MembershipError.malformed("the device's secret \(name)") }
        return Array(secret)
    }
}

extension SecretsKey: CustomStringConvertible {
    /// Never the key.
    package var description: String { "key of a device's secrets" }
}
