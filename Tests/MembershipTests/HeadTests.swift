import Causality
import Testing

@testable import Membership

@Suite("Signed heads and detached signatures")
struct HeadTests {
    @Test("a head reads back and verifies")
    func verifies() throws {
        let fixture = try Fixture()
        let head = try fixture.head()
        let again = try SignedHead(encoded: head.encoded)
        #expect(again == head)
        #expect(head.encoded.count == SignedHead.encodedBytes)
        try again.verify(network: fixture.root.network)
    }

    @Test("a changed byte of a head is refused", arguments: 0..<8)
    func flips(bit: UInt8) throws {
        let fixture = try Fixture()
        forEachFlip(of: try fixture.head().encoded, mask: 1 << bit) { flipped, offset in
            #expect(throws: MembershipError.self, "byte \(offset)") {
                try SignedHead(encoded: flipped).verify(network: fixture.root.network)
            }
        }
    }

    @Test("a head of another network or replica is refused")
    func others() throws {
        let fixture = try Fixture()
        let head = try fixture.head()
        #expect(throws: MembershipError.signatureWrong("yilu head 1")) {
            try head.verify(network: NetworkID(bytes: Array(repeating: 1, count: 32)))
        }
        let verifier = try HeadVerifier(replica: fixture.hostKeys.replica, network: fixture.root.network)
        #expect(throws: MembershipError.signatureWrong("yilu head 1")) { try verifier.verify(head) }
    }

    @Test("a signature is good for its own domain, content and signer alone", arguments: SignatureDomain.allCases)
    func domains(domain: SignatureDomain) throws {
        let keys = DeviceKeys.generate()
        let content: [UInt8] = [1, 2, 3]
        let signature = try keys.sign(content, domain: domain)
        try Signatures.verify(signature, of: content, domain: domain, by: keys.replica)
        for other in SignatureDomain.allCases where other != domain {
            #expect(throws: MembershipError.signatureWrong(other.rawValue)) {
                try Signatures.verify(signature, of: content, domain: other, by: keys.replica)
            }
        }
        let wrong = MembershipError.signatureWrong(domain.rawValue)
        #expect(throws: wrong) { try Signatures.verify(signature, of: [1, 2], domain: domain, by: keys.replica) }
        #expect(throws: wrong) { try Signatures.verify([], of: content, domain: domain, by: keys.replica) }
        #expect(throws: wrong) {
            try Signatures.verify(signature, of: content, domain: domain, by: DeviceKeys.generate().replica)
        }
    }
}
