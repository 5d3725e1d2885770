import Causality
import Foundation
import Testing

@testable import Membership

@Suite("Invitations")
struct InvitationTests {
    @Test("an invitation reads back as it was written and lets a device join")
    func readsBack() throws {
        let fixture = try Fixture()
        let invitation = try Invitation(document: fixture.invitation.document())
        #expect(invitation == fixture.invitation)
        #expect(invitation.path.map(\.name) == ["昌平区", "回龙观镇", "龙泽站"])
        #expect(invitation.expiryMilliseconds == 1_763_000_000_000)
        let keys = DeviceKeys.generate()
        let joined = (keys: keys, identity: try invitation.join(with: keys))
        let member = try joined.identity.verified(against: fixture.root.certificate)
        #expect(member.replica == joined.keys.replica)
        #expect(member.label == "037")
    }

    @Test("a changed byte is refused or changes nothing", arguments: [0x01, 0x20, 0x80] as [UInt8])
    func flips(mask: UInt8) throws {
        let fixture = try Fixture()
        var refused = 0
        let document = try fixture.invitation.document()
        forEachFlip(of: document, mask: mask) { flipped, offset in
            do {
                #expect(try Invitation(document: flipped) == fixture.invitation, "byte \(offset)")
            } catch {
                #expect(error is MembershipError, "byte \(offset)")
                refused += 1
            }
        }
        #expect(refused > document.count * 8 / 10)
    }

    @Test(
        "an edit by hand is named as one",
        arguments: [
            ("龙泽站", "龙锦站"), ("192.168.1.20", "192.168.1.66"), ("1763000000000", "9763000000000"),
            ("\"label\" : \"037\"", "\"label\" : \"038\""), ("\"kind\" : \"town\"", "\"kind\" : \"station\""),
            ("0102030405060708", "0000000000000001"), ("000102030405", "010102030405"), ("hostAddress", "hostAddres"),
        ])
    func edits(from: String, to: String) throws {
        let text = String(decoding: try Fixture().invitation.document(), as: UTF8.self)
        let edited = text.replacingOccurrences(of: from, with: to)
        #expect(edited != text)
        #expect(throws: MembershipError.invitationEdited) { try Invitation(document: Array(edited.utf8)) }
    }

    @Test("one for a device that moves names it, and what the host held of it, and neither can be edited")
    func move() throws {
        let fixture = try Fixture()
        let move = DeviceMove(replica: fixture.keys.replica, receipt: Array("what was held".utf8))
        let invitation = try Invitation.issue(
            by: fixture.root, networkName: "昌平区", path: fixture.invitation.path, label: "037", hostAddress: nil,
            hosts: [fixture.host], expiryMilliseconds: 1_763_000_000_000, serial: Fixture.serial,
            privateKey: Array(repeating: 6, count: 32), move: move)
        let document = try invitation.document()
        #expect(try Invitation(document: document) == invitation)
        let text = String(decoding: document, as: UTF8.self)
        let other = DeviceKeys.generate().replica
        for (part, replacement) in [(move.receipt, Array("what was there".utf8)), (move.replica.bytes, other.bytes)] {
            let edited = text.replacingOccurrences(
                of: Data(part).base64EncodedString(), with: Data(replacement).base64EncodedString())
            #expect(edited != text)
            #expect(throws: MembershipError.invitationEdited) { try Invitation(document: Array(edited.utf8)) }
        }
        let without = text.replacingOccurrences(of: "\"move\"", with: "\"mover\"")
        #expect(throws: MembershipError.invitationEdited) { try Invitation(document: Array(without.utf8)) }
    }

    @Test("line ends may differ: mail programs change them")
    func lineEnds() throws {
        let fixture = try Fixture()
        let text = String(decoding: try fixture.invitation.document(), as: UTF8.self)
        let edited = text.replacingOccurrences(of: "\n", with: "\r\n")
        #expect(try Invitation(document: Array(edited.utf8)) == fixture.invitation)
    }

    @Test("another network's root in its place is refused")
    func otherRoot() throws {
        let fixture = try Fixture()
        let mine = Data(fixture.root.certificate.der).base64EncodedString()
        let other = Data(try NetworkRoot.generate().certificate.der).base64EncodedString()
        let text = String(decoding: try fixture.invitation.document(), as: UTF8.self)
        #expect(text.contains(mine))
        #expect(throws: MembershipError.invitationEdited) {
            try Invitation(document: Array(text.replacingOccurrences(of: mine, with: other).utf8))
        }
    }

    @Test("a newer version, another file and a file too large are each named")
    func otherFiles() throws {
        let text = String(decoding: try Fixture().invitation.document(), as: UTF8.self)
        let newer = text.replacingOccurrences(of: "\"version\" : 1", with: "\"version\" : 2")
        #expect(throws: MembershipError.versionUnknown("invitation", version: 2)) {
            try Invitation(document: Array(newer.utf8))
        }
        for other in ["", "{}", "[1]", "no JSON", String(repeating: "[", count: 60_000)] {
            #expect(throws: MembershipError.malformed("invitation")) { try Invitation(document: Array(other.utf8)) }
        }
        #expect(throws: MembershipError.tooLarge("invitation", bytesMax: 65_536)) {
            try Invitation(document: Array(repeating: 0x20, count: 65_537))
        }
    }

    @Test("texts that would not show, or are too long, are refused when it is written")
    func texts() throws {
        let fixture = try Fixture()
        for name in ["a\u{1B}[2J", String(repeating: "站", count: 86)] {
            #expect(throws: MembershipError.self) {
                try Invitation.issue(
                    by: fixture.root, networkName: name, path: fixture.invitation.path, label: "037", hostAddress: nil,
                    hosts: [], expiryMilliseconds: 0, serial: Fixture.serial, privateKey: Array(repeating: 6, count: 32)
                )
            }
        }
    }
}
