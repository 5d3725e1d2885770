import Crypto

/// The first 63 bytes of a sealed backup: magic (12), scrypt parameters (3), salt (16), and an HMAC-SHA-256 (32) over
/// all before it under a key from the passphrase, which tells a wrong passphrase from a damaged piece.
struct BackupHeader {
    static let magic = Array("YILUBACKUP1\n".utf8)
    static let saltBytes = 16
    static let byteCount = magic.count + 3 + saltBytes + 32

    let bytes: [UInt8]
    let seal: FrameSeal

    /// The header to write.
    init(passphrase: [UInt8], salt: [UInt8], parameters: ScryptParameters) throws {
        let plain = Self.plain(salt: salt, parameters: parameters)
        let keys = try Self.keys(passphrase: passphrase, salt: salt, parameters: parameters)
        bytes = plain + Array(HMAC<SHA256>.authenticationCode(for: plain, using: keys.header))
        seal = FrameSeal(key: keys.pieces, header: bytes)
    }

    /// The header that was read.
    init(reading bytes: [UInt8], passphrase: [UInt8]) throws {
        var reader = ByteReader(bytes, of: "backup")
        guard try reader.fixed(Self.magic.count) == Self.magic else { throw MembershipError.malformed("backup") }
        let parameters = try ScryptParameters(from: &reader)
        let salt = try reader.fixed(Self.saltBytes)
        let code = try reader.fixed(32)
        try reader.end()
        let keys = try Self.keys(passphrase: passphrase, salt: salt, parameters: parameters)
        let plain = Self.plain(salt: salt, parameters: parameters)
        guard HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: plain, using: keys.header) else {
            throw MembershipError.passphraseWrong
        }
        self.bytes = bytes
        seal = FrameSeal(key: keys.pieces, header: bytes)
    }

    private static func plain(salt: [UInt8], parameters: ScryptParameters) -> [UInt8] {
        magic + parameters.encoded + salt
    }

    private static func keys(
        passphrase: [UInt8], salt: [UInt8], parameters: ScryptParameters
    ) throws -> (pieces: SymmetricKey, header: SymmetricKey) {
        let derived = try parameters.key(from: passphrase, salt: salt, byteCount: 64)
        return derived.withUnsafeBytes { bytes in
            (SymmetricKey(data: bytes.prefix(32)), SymmetricKey(data: bytes.suffix(32)))
        }
    }
}
