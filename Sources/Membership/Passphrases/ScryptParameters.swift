import Crypto
import CryptoExtras

/// The cost of deriving a key from a passphrase (scrypt, RFC 7914). It is stored beside what the key seals, so that it
/// can grow with the years, and bounded on reading, so that a damaged or hostile file asks for no more than this.
package struct ScryptParameters: Hashable, Sendable {
    /// N is 2 to this power.
    package let roundsLog2: UInt8
    /// r.
    package let blockSize: UInt8
    /// p.
    package let parallelism: UInt8

    /// - Throws: ``MembershipError/backupParametersRefused`` outside 1...17, 1...8 and 1...4: at most 128 MiB.
    package init(roundsLog2: UInt8, blockSize: UInt8, parallelism: UInt8) throws {
        guard (1...17).contains(roundsLog2), (1...8).contains(blockSize), (1...4).contains(parallelism) else {
            throw MembershipError.backupParametersRefused
        }
        self.init(unchecked: roundsLog2, blockSize, parallelism)
    }

    /// The three bytes of ``encoded``.
    init(from reader: inout ByteReader) throws {
        try self.init(
            roundsLog2: try reader.integer(UInt8.self), blockSize: try reader.integer(UInt8.self),
            parallelism: try reader.integer(UInt8.self))
    }

    /// Three bytes, one for each.
    var encoded: [UInt8] { [roundsLog2, blockSize, parallelism] }

    /// The key that follows from a passphrase.
    ///
    /// - Throws: ``MembershipError/passphraseEmpty``.
    func key(from passphrase: [UInt8], salt: [UInt8], byteCount: Int) throws -> SymmetricKey {
        guard !passphrase.isEmpty else { throw MembershipError.passphraseEmpty }
        return try KDF.Scrypt.deriveKey(
            from: passphrase, salt: salt, outputByteCount: byteCount, rounds: 1 << Int(roundsLog2),
            blockSize: Int(blockSize), parallelism: Int(parallelism))
    }

    private init(unchecked roundsLog2: UInt8, _ blockSize: UInt8, _ parallelism: UInt8) {
        self.roundsLog2 = roundsLog2
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// N = 32,768, r = 8, p = 1: 32 MiB and about a tenth of a second.
    package static let standard = ScryptParameters(unchecked: 15, 8, 1)
}
