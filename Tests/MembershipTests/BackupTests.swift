import Testing

@testable import Membership

@Suite("Sealed backups")
struct BackupTests {
    static let passphrase = Array("一路 all the way".utf8)
    static let headerBytes = 63

    /// Sealed at a low cost, so that the tests are quick.
    private static func seal(_ content: [UInt8]) throws -> [UInt8] {
        var streaming = Streaming(content)
        var sealed: [UInt8] = []
        try BackupSealing.seal(
            passphrase: passphrase, salt: Array(0..<16),
            parameters: ScryptParameters(roundsLog2: 4, blockSize: 8, parallelism: 1),
            read: { streaming.read($0) }, write: { sealed += $0 })
        return sealed
    }

    private static func open(_ sealed: [UInt8], passphrase: [UInt8] = passphrase) throws -> [UInt8] {
        var streaming = Streaming(sealed)
        var opened: [UInt8] = []
        try BackupSealing.open(passphrase: passphrase, read: { streaming.read($0) }, write: { opened += $0 })
        return opened
    }

    private static func content(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    }

    @Test("a backup of any length opens as it was", arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
    func roundTrip(count: Int) throws {
        let content = Self.content(count)
        let sealed = try Self.seal(content)
        #expect(sealed.starts(with: Array("YILUBACKUP1\n".utf8)))
        #expect(try Self.open(sealed) == content)
    }

    @Test("the standard cost seals and opens")
    func standard() throws {
        var source = Streaming([1, 2, 3])
        var sealed = Streaming([])
        try BackupSealing.seal(
            passphrase: Self.passphrase, salt: BackupSealing.freshSalt(), read: { source.read($0) },
            write: { sealed.source += $0 })
        #expect(try Self.open(sealed.source) == [1, 2, 3])
    }

    @Test("a wrong or empty passphrase is named")
    func passphrases() throws {
        let sealed = try Self.seal(Self.content(100))
        #expect(throws: MembershipError.passphraseWrong) { try Self.open(sealed, passphrase: [1]) }
        #expect(throws: MembershipError.passphraseEmpty) { try Self.open(sealed, passphrase: []) }
    }

    @Test(
        "a backup cut off is named as cut off",
        arguments: [12, 62, 63, 64, 78, 63 + 65_552, 63 + 65_552 + 5, 63 + 2 * 65_552])
    func truncated(count: Int) throws {
        let sealed = try Self.seal(Self.content(2 * 65_536 + 10))
        #expect(throws: MembershipError.self) { try Self.open(Array(sealed.prefix(count))) }
        // A cut within a piece and a damaged last piece look alike, but where no whole tag is left.
        if (count - Self.headerBytes) % 65_552 < 16 {
            #expect(throws: MembershipError.backupTruncated) { try Self.open(Array(sealed.prefix(count))) }
        }
    }

    @Test("a changed byte is refused, and bytes behind the end")
    func flips() throws {
        let sealed = try Self.seal(Self.content(50))
        forEachFlip(of: sealed, mask: 0x80) { flipped, offset in
            #expect(throws: MembershipError.self, "byte \(offset)") { try Self.open(flipped) }
        }
        #expect(throws: MembershipError.backupDamaged(piece: 0)) { try Self.open(sealed + [0]) }
    }

    @Test("pieces that change places are refused")
    func swapped() throws {
        let sealed = try Self.seal(Self.content(3 * 65_536))
        let first = sealed[63..<63 + 65_552]
        let second = sealed[63 + 65_552..<63 + 2 * 65_552]
        let swapped = Array(sealed.prefix(63) + second + first + sealed.dropFirst(63 + 2 * 65_552))
        #expect(throws: MembershipError.backupDamaged(piece: 0)) { try Self.open(swapped) }
    }

    @Test("absurd parameters are refused before anything is derived", arguments: [12, 13, 14])
    func parameters(offset: Int) throws {
        var sealed = try Self.seal([1])
        for value in [0, 18, 255] as [UInt8] {
            sealed[offset] = value
            #expect(throws: MembershipError.backupParametersRefused) { try Self.open(sealed) }
        }
    }

    @Test("another file is no backup")
    func otherFile() {
        #expect(throws: MembershipError.malformed("backup")) { try Self.open(Array("SQLite format 3".utf8)) }
        #expect(throws: MembershipError.malformed("backup")) { try Self.open([]) }
    }
}
