import Crypto

/// Seals a backup under a passphrase, piece by piece, so that memory stays flat whatever the backup's size.
///
/// The file is a ``BackupHeader`` and then pieces of 65,536 bytes, each with its 16-byte tag; the last one may be
/// shorter, or empty, and is marked as the last in its nonce. See ``FrameSeal`` for the method.
package enum BackupSealing {
    package static let pieceBytes = 65_536

    /// What a sealed backup begins with; a backup that does not is not sealed.
    package static let magic = BackupHeader.magic

    /// 16 random bytes: each backup takes its own, since the key of its pieces comes from them and the passphrase.
    package static func freshSalt() -> [UInt8] {
        SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
    }

    /// Seals all that `read` gives.
    /// - Parameters:
    ///   - passphrase: as UTF-8, without a line's end.
    ///   - salt: from ``freshSalt()``.
    ///   - read: answers with up to that many next bytes; with none at the end only.
    ///   - write: takes the sealed bytes in order, at most 65,552 at a time.
    /// - Throws: ``MembershipError/passphraseEmpty``, or what the closures throw.
    package static func seal(
        passphrase: [UInt8], salt: [UInt8], parameters: ScryptParameters = .standard,
        read: (_ countMax: Int) throws -> [UInt8], write: (_ bytes: [UInt8]) throws -> Void
    ) throws {
        precondition(salt.count == BackupHeader.saltBytes, "a backup's salt has 16 bytes")
        let header = try BackupHeader(passphrase: passphrase, salt: salt, parameters: parameters)
        try write(header.bytes)
        try Pieces.forEach(of: pieceBytes, read: read) { piece, index, isLast in
            try write(try header.seal.seal(piece, index: index, isLast: isLast))
        }
    }

    /// Opens a sealed backup.
    ///
    /// Pieces are written as they open: where this throws, throw away what was written.
    /// - Parameters:
    ///   - read: answers with up to that many next bytes; with none at the end only.
    ///   - write: takes the opened bytes in order, at most 65,536 at a time.
    /// - Throws: ``MembershipError``: `malformed` for another kind of file, `backupParametersRefused`,
    ///   `passphraseEmpty`, `passphraseWrong`, `backupTruncated` or `backupDamaged`; or what the closures throw.
    package static func open(
        passphrase: [UInt8],
        read: (_ countMax: Int) throws -> [UInt8], write: (_ bytes: [UInt8]) throws -> Void
    ) throws {
        let first = try Pieces.next(BackupHeader.byteCount, read: read)
        guard first.starts(with: magic) else { throw MembershipError.malformed("backup") }
        guard first.count == BackupHeader.byteCount else { throw MembershipError.backupTruncated }
        let header = try BackupHeader(reading: first, passphrase: passphrase)
        try Pieces.forEach(of: pieceBytes + FrameSeal.tagBytes, read: read) { sealed, index, isLast in
            if let piece = header.seal.open(sealed, index: index, isLast: isLast) { return try write(piece) }
            // A cut between two pieces leaves a good one at the end that was not sealed as the last, one within a tag
            // too few bytes. A cut elsewhere within a piece looks like damage, and is called so.
            let isShort = isLast && sealed.count < FrameSeal.tagBytes
            let isCut = isShort || (isLast && header.seal.open(sealed, index: index, isLast: false) != nil)
            throw isCut ? MembershipError.backupTruncated : MembershipError.backupDamaged(piece: index)
        }
    }
}
