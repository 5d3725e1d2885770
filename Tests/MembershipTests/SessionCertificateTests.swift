import Testing

@testable import Membership

@Suite("The certificate that a device shows in a session")
struct SessionCertificateTests {
    @Test("tells who shows it, from the root down")
    func own() throws {
        let fixture = try Fixture()
        let der = try SessionCertificate.make(fixture.identity, keys: fixture.keys)
        let (identity, member) = try SessionCertificate.verify(der, root: fixture.root.certificate)
        #expect(identity == fixture.identity)
        #expect(member.replica == fixture.keys.replica)
        #expect(member.label == "037")
    }

    @Test("is good for a successor, whose first certificate is of a key that is gone")
    func successor() throws {
        let fixture = try Fixture()
        let new = DeviceKeys.generate()
        let root = fixture.root.certificate
        let identity = try fixture.identity.succeeded(by: new, signedWith: fixture.keys, root: root)
        let der = try SessionCertificate.make(identity, keys: new)
        let member = try SessionCertificate.verify(der, root: root).member
        #expect(member.replica == new.replica)
        #expect(member.predecessor == fixture.keys.replica)
    }

    @Test("with somebody else's identity in it is refused")
    func stolenIdentity() throws {
        let fixture = try Fixture()
        let der = try SessionCertificate.make(fixture.identity, keys: DeviceKeys.generate())
        #expect(throws: MembershipError.notTheseKeys) {
            try SessionCertificate.verify(der, root: fixture.root.certificate)
        }
    }

    @Test("of another network is refused")
    func otherNetwork() throws {
        let fixture = try Fixture()
        let other = try Fixture()
        let der = try SessionCertificate.make(other.identity, keys: other.keys)
        #expect(throws: MembershipError.self) {
            try SessionCertificate.verify(der, root: fixture.root.certificate)
        }
    }

    @Test("of another kind, or with any bit changed, is refused")
    func altered() throws {
        let fixture = try Fixture()
        let root = fixture.root.certificate
        for der in [fixture.identity.leafDER, fixture.identity.credentialDER, root.der, []] {
            #expect(throws: MembershipError.self) { try SessionCertificate.verify(der, root: root) }
        }
        let der = try SessionCertificate.make(fixture.identity, keys: fixture.keys)
        forEachFlip(of: der, mask: 0x10) { flipped, offset in
            #expect(throws: MembershipError.self, "byte \(offset)") {
                try SessionCertificate.verify(flipped, root: root)
            }
        }
    }

    @Test("shows no key when it is printed")
    func description() throws {
        let fixture = try Fixture()
        let credentials = try SessionCredentials(
            identity: fixture.identity, keys: fixture.keys, root: fixture.root.certificate)
        #expect("\(credentials)" == "session credentials of \(fixture.keys.replica)")
    }
}
