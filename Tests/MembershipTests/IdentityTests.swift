import Causality
import Testing

@testable import Membership

@Suite("Identities")
struct IdentityTests {
    @Test("a joined device is the member that its invitation names")
    func joins() throws {
        let fixture = try Fixture()
        let identity = try Identity(encoded: fixture.identity.encoded)
        let member = try identity.verified(against: fixture.root.certificate)
        #expect(identity == fixture.identity)
        #expect(member.replica == fixture.keys.replica)
        #expect(member.place == Fixture.station)
        #expect(member.label == "037")
        #expect(member.serial == Fixture.serial)
        #expect(member.sealingKey == fixture.keys.sealingPublicKey)
        #expect(member.predecessor == nil)
    }

    @Test("another network's root is refused")
    func wrongRoot() throws {
        let fixture = try Fixture()
        let other = try NetworkRoot.generate()
        #expect(throws: MembershipError.signatureWrong("credential")) {
            try fixture.identity.verified(against: other.certificate)
        }
    }

    @Test("a changed byte of an identity is refused", arguments: [0x01, 0x20, 0x80] as [UInt8])
    func flips(mask: UInt8) throws {
        let fixture = try Fixture()
        forEachFlip(of: try fixture.succeededTwice().encoded, mask: mask) { flipped, offset in
            #expect(throws: MembershipError.self, "byte \(offset)") {
                try Identity(encoded: flipped).verified(against: fixture.root.certificate)
            }
        }
    }

    @Test("an identity cut anywhere or longer than it is, is refused")
    func cuts() throws {
        let bytes = try Fixture().identity.encoded
        for count in bytes.indices {
            #expect(throws: MembershipError.self, "\(count) bytes") {
                try Identity(encoded: Array(bytes.prefix(count)))
            }
        }
        #expect(throws: MembershipError.self) { try Identity(encoded: bytes + [0]) }
    }

    @Test("somebody else's key cannot be certified without holding it")
    func possession() throws {
        let fixture = try Fixture()
        let host = fixture.hostKeys
        let leaf = try DeviceCertificate.make(for: host, with: fixture.invitation.credential)
        let stolen = Identity(
            leafDER: leaf, credentialDER: fixture.invitation.credential.certificateDER,
            possession: try fixture.keys.sign(Identity.possessionMessage(leafDER: leaf), domain: .possession),
            successions: [])
        #expect(throws: MembershipError.signatureWrong("yilu possession 1")) {
            try stolen.verified(against: fixture.root.certificate)
        }
    }

    @Test("a root key exported as PEM is the same network")
    func pem() throws {
        let root = try NetworkRoot.generate()
        let again = try NetworkRoot(pem: root.pem)
        #expect(again.network == root.network)
        #expect(again.privateKey == root.privateKey)
        #expect(root.pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(throws: MembershipError.malformed("root key")) { try NetworkRoot(pem: "no key") }
        #expect(throws: MembershipError.self) { try NetworkRoot(pem: String(repeating: "A", count: 5000)) }
    }

    @Test("the network's name is the fingerprint of its root's public key and reads back from its text")
    func network() throws {
        let root = try NetworkRoot.generate()
        #expect(try RootCertificate(der: root.certificate.der) == root.certificate)
        #expect(NetworkID(text: root.network.description) == root.network)
        #expect(root.network.description.hasPrefix(root.network.short))
        #expect(root.network.short.count == 8)
        #expect(NetworkID(text: root.network.description.uppercased() + "0") == nil)
    }

    @Test("device keys read back from their bytes")
    func keys() throws {
        let keys = DeviceKeys.generate()
        let again = try DeviceKeys(raw: keys.raw)
        #expect(again.replica == keys.replica)
        #expect(again.sealingPublicKey == keys.sealingPublicKey)
        #expect(throws: MembershipError.malformed("device keys")) { try DeviceKeys(raw: Array(keys.raw.dropLast())) }
        #expect("\(keys)".count < 40)
    }

    @Test("labels are short and visible", arguments: ["", "0 37", "0\n37", "../x", String(repeating: "0", count: 33)])
    func labels(label: String) throws {
        let root = try NetworkRoot.generate()
        #expect(throws: MembershipError.malformed("label")) {
            try Credential.issue(
                by: root, place: Fixture.station, serial: Fixture.serial, label: label,
                privateKey: Array(repeating: 5, count: 32))
        }
    }
}
