import Testing

@testable import Membership

@Suite("The lock on a device's secrets")
struct LockTests {
    static let passphrase = Array("一路 all the way".utf8)
    static let key = try! SecretsKey(raw: Array(0..<32))
    /// At a low cost, so that the tests are quick.
    static let parameters = try! ScryptParameters(roundsLog2: 4, blockSize: 8, parallelism: 1)

    private static func lock() throws -> DeviceLock {
        try DeviceLock(on: key, passphrase: passphrase, salt: Array(0..<16), parameters: parameters)
    }

    @Test("opens with its passphrase, also when it was read again")
    func opens() throws {
        let lock = try Self.lock()
        #expect(lock.encoded.count == 89)
        #expect(lock.encoded.starts(with: Array("YILULOCK1\n".utf8)))
        let read = try DeviceLock(encoded: lock.encoded)
        #expect(read == lock)
        #expect(try read.key(passphrase: Self.passphrase).raw == Self.key.raw)
    }

    @Test("the standard cost opens")
    func standard() throws {
        let lock = try DeviceLock(on: Self.key, passphrase: Self.passphrase, salt: Array(0..<16))
        #expect(try lock.key(passphrase: Self.passphrase).raw == Self.key.raw)
    }

    @Test("a wrong or empty passphrase is named, and none makes an empty lock")
    func passphrases() throws {
        let lock = try Self.lock()
        #expect(throws: MembershipError.passphraseWrong) { try lock.key(passphrase: Self.passphrase + [0x20]) }
        #expect(throws: MembershipError.passphraseEmpty) { try lock.key(passphrase: []) }
        #expect(throws: MembershipError.passphraseEmpty) {
            try DeviceLock(on: Self.key, passphrase: [], salt: Array(0..<16), parameters: Self.parameters)
        }
    }

    @Test("with any bit changed it is no lock, or does not open; never does it ask for more memory than a lock may")
    func altered() throws {
        let encoded = try Self.lock().encoded
        for bit in 0..<encoded.count * 8 {
            // Of the cost itself only what a lock may not ask for: the rest is slow by intent.
            if (80..<104).contains(bit), (try? DeviceLock(encoded: encoded.flipping(bit))) != nil { continue }
            #expect(throws: MembershipError.self) {
                try DeviceLock(encoded: encoded.flipping(bit)).key(passphrase: Self.passphrase)
            }
        }
        for count in 0..<encoded.count {
            #expect(throws: MembershipError.malformed("device lock")) {
                try DeviceLock(encoded: Array(encoded.prefix(count)))
            }
        }
        #expect(throws: MembershipError.malformed("device lock")) { try DeviceLock(encoded: encoded + [0]) }
    }

    @Test("a secret opens under its own name and key alone, and two seals of it differ")
    func secrets() throws {
        let secret = Array("the device's keys".utf8)
        let sealed = try Self.key.seal(secret, name: "keys")
        #expect(sealed.count == secret.count + 28)
        #expect(try Self.key.seal(secret, name: "keys") != sealed)
        #expect(try Self.key.open(sealed, name: "keys") == secret)
        #expect(throws: MembershipError.self) { try Self.key.open(sealed, name: "root") }
        #expect(throws: MembershipError.self) { try SecretsKey(raw: Array(1...32)).open(sealed, name: "keys") }
        for bit in 0..<sealed.count * 8 {
            #expect(throws: MembershipError.self) { try Self.key.open(sealed.flipping(bit), name: "keys") }
        }
        for count in 0..<sealed.count {
            #expect(throws: MembershipError.self) { try Self.key.open(Array(sealed.prefix(count)), name: "keys") }
        }
    }

    @Test("neither the key nor a lock tells the key when it is printed")
    func silent() throws {
        #expect("\(Self.key)" == "key of a device's secrets")
    }
}

extension [UInt8] {
    fileprivate func flipping(_ bit: Int) -> [UInt8] {
        var bytes = self
        bytes[bit / 8] ^= 1 << (bit % 8)
        return bytes
    }
}
