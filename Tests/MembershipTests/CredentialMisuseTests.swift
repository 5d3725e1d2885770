import Causality
import Testing

@testable import Membership

@Suite("What a credential may not do")
struct CredentialMisuseTests {
    let fixture: Fixture
    var credential: Credential { fixture.invitation.credential }

    init() throws {
        fixture = try Fixture()
    }

    /// An identity of the fixture's keys whose leaf says what `change` makes it say.
    private func identity(changing change: (inout Binding) -> Void) throws -> Identity {
        var binding = credential.binding
        binding.sealingKey = fixture.keys.sealingPublicKey
        change(&binding)
        let content = CertificateForm.Content(
            role: .device, subject: "yilu device", subjectKey: fixture.keys.replica.bytes, issuer: "yilu credential",
            serial: [1], binding: binding)
        return try identity(leaf: CertificateForm.make(content, signedBy: credential.key))
    }

    private func identity(leaf: [UInt8], credentialDER: [UInt8]? = nil) throws -> Identity {
        Identity(
            leafDER: leaf, credentialDER: credentialDER ?? credential.certificateDER,
            possession: try fixture.keys.sign(Identity.possessionMessage(leafDER: leaf), domain: .possession),
            successions: [])
    }

    @Test("the same leaf by hand is accepted, so that the refusals below mean something")
    func control() throws {
        let member = try identity(changing: { _ in }).verified(against: fixture.root.certificate)
        #expect(member.label == "037")
    }

    @Test("it makes no leaf of another place, serial, label or network")
    func otherBinding() throws {
        let root = fixture.root.certificate
        let wrongs: [(String, (inout Binding) -> Void)] = [
            ("place", { $0.node = 1 }),
            ("serial", { $0.serial = InvitationSerial(bytes: Array(repeating: 1, count: 16)) }),
            ("label", { $0.label = "host" }),
            ("network", { $0.network = NetworkID(bytes: Array(repeating: 1, count: 32)) }),
        ]
        for (name, change) in wrongs {
            #expect(throws: MembershipError.identityDisagrees(name)) {
                try identity(changing: change).verified(against: root)
            }
        }
    }

    @Test("it makes no other authority, which would make devices in its turn")
    func otherAuthority() throws {
        let second = DeviceKeys.generate()
        let authority = CertificateForm.Content(
            role: .credential, subject: "yilu credential 2", subjectKey: second.replica.bytes,
            issuer: "yilu credential", serial: [1], binding: credential.binding)
        let authorityDER = try CertificateForm.make(authority, signedBy: credential.key)
        var binding = credential.binding
        binding.sealingKey = fixture.keys.sealingPublicKey
        let content = CertificateForm.Content(
            role: .device, subject: "yilu device", subjectKey: fixture.keys.replica.bytes,
            issuer: "yilu credential 2", serial: [1], binding: binding)
        let leaf = try CertificateForm.make(content, signedBy: second.signing)
        #expect(throws: MembershipError.signatureWrong("credential")) {
            try identity(leaf: leaf, credentialDER: authorityDER).verified(against: fixture.root.certificate)
        }
        #expect(throws: MembershipError.certificateMisused("device certificate")) {
            try identity(leaf: authorityDER).verified(against: fixture.root.certificate)
        }
    }

    @Test("a device's certificate is no credential")
    func leafAsCredential() throws {
        let content = CertificateForm.Content(
            role: .device, subject: "yilu device", subjectKey: fixture.keys.replica.bytes, issuer: NetworkRoot.name,
            serial: [1], binding: credential.binding)
        let der = try CertificateForm.make(content, signedBy: fixture.root.key)
        #expect(throws: MembershipError.certificateMisused("credential")) {
            try identity(leaf: fixture.identity.leafDER, credentialDER: der)
                .verified(against: fixture.root.certificate)
        }
    }
}
