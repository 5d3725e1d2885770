import Causality
import Testing

@testable import Membership

@Suite("Successions")
struct SuccessionTests {
    @Test("a copy goes on by the old key's word, at the same place and under a label of its own")
    func oldKey() throws {
        let fixture = try Fixture()
        let new = DeviceKeys.generate()
        let root = fixture.root.certificate
        let identity = try fixture.identity.succeeded(by: new, signedWith: fixture.keys, root: root)
        let member = try Identity(encoded: identity.encoded).verified(against: root)
        #expect(member.replica == new.replica)
        #expect(member.predecessor == fixture.keys.replica)
        #expect(member.place == Fixture.station)
        #expect(member.serial == Fixture.serial)
        #expect(member.sealingKey == new.sealingPublicKey)
        #expect(member.label.hasPrefix("037~"))
        #expect(member.label.count == 8)
        #expect(identity.predecessor == fixture.identity)
    }

    @Test("a restored backup goes on by its successor credential")
    func credential() throws {
        let fixture = try Fixture()
        let root = fixture.root.certificate
        let stored = try SuccessorCredential.issue(
            for: fixture.identity, keys: fixture.keys, root: root, privateKey: Array(repeating: 5, count: 32)
        ).encoded
        let new = DeviceKeys.generate()
        let identity = try SuccessorCredential(encoded: stored).succeed(with: new, root: root)
        let member = try identity.verified(against: root)
        #expect(member.replica == new.replica)
        #expect(member.predecessor == fixture.keys.replica)
    }

    @Test("a second succession keeps the first label's number and names its own predecessor")
    func twice() throws {
        let fixture = try Fixture()
        let identity = try fixture.succeededTwice()
        let member = try identity.verified(against: fixture.root.certificate)
        #expect(member.label.filter { $0 == "~" }.count == 1)
        #expect(member.predecessor == identity.successions[0].replica)
    }

    @Test("keys that are not the identity's cannot hand it on")
    func otherKeys() throws {
        let fixture = try Fixture()
        let root = fixture.root.certificate
        let other = DeviceKeys.generate()
        #expect(throws: MembershipError.notTheseKeys) {
            try fixture.identity.succeeded(by: .generate(), signedWith: other, root: root)
        }
        #expect(throws: MembershipError.notTheseKeys) {
            try SuccessorCredential.issue(
                for: fixture.identity, keys: other, root: root, privateKey: Array(repeating: 5, count: 32))
        }
    }

    @Test("a succession moved onto another device's identity is refused")
    func moved() throws {
        let fixture = try Fixture()
        let keys = DeviceKeys.generate()
        let other = (keys: keys, identity: try fixture.invitation.join(with: keys))
        let succession = try #require(try fixture.succeededTwice().successions.first)
        let moved = Identity(
            leafDER: other.identity.leafDER, credentialDER: other.identity.credentialDER,
            possession: other.identity.possession, successions: [succession])
        #expect(throws: MembershipError.signatureWrong("yilu successor credential 1")) {
            try moved.verified(against: fixture.root.certificate)
        }
    }

    @Test("a changed byte of a successor credential is refused or changes nothing", arguments: [0x01, 0x80] as [UInt8])
    func flips(mask: UInt8) throws {
        let fixture = try Fixture()
        let root = fixture.root.certificate
        let credential = try SuccessorCredential.issue(
            for: fixture.identity, keys: fixture.keys, root: root, privateKey: Array(repeating: 5, count: 32))
        let new = DeviceKeys.generate()
        let expected = try credential.succeed(with: new, root: root)
        forEachFlip(of: credential.encoded, mask: mask) { flipped, offset in
            let identity = try? SuccessorCredential(encoded: flipped).succeed(with: new, root: root)
            #expect(identity == nil || identity == expected, "byte \(offset)")
        }
    }

    @Test("an identity has at most 32 successions")
    func limit() throws {
        let fixture = try Fixture()
        let root = fixture.root.certificate
        var identity = fixture.identity
        var keys = fixture.keys
        for _ in 0..<Identity.successionsMax {
            let new = DeviceKeys.generate()
            identity = try identity.succeeded(by: new, signedWith: keys, root: root)
            keys = new
        }
        #expect(try Identity(encoded: identity.encoded).verified(against: root).replica == keys.replica)
        #expect(throws: MembershipError.tooManySuccessions(countMax: 32)) {
            try identity.succeeded(by: .generate(), signedWith: keys, root: root)
        }
    }
}
