import Causality
import Membership

/// An invitation: as a file, and where it is none, with texts that the host was made to write into one.
enum InvitationEntry {
    static func read(_ bytes: [UInt8]) throws {
        let network = FuzzNetwork.shared
        if let invitation = try? Invitation(document: bytes) {
            demand(try Invitation(document: invitation.document()) == invitation, "what is written is read back")
            _ = try invitation.join(with: network.station)
        }
        var input = FuzzInput(bytes)
        var texts: [String] = []
        while texts.count < 4, let piece = input.piece() { texts.append(String(decoding: piece, as: UTF8.self)) }
        guard texts.count == 4 else { return }
        let issued = try invitation(network, name: texts[0], label: texts[1], place: texts[2], address: texts[3])
        demand(try Invitation(document: issued.document()) == issued, "an invitation that is issued is read")
    }

    static func invitation(
        _ network: FuzzNetwork, name: String, label: String, place: String, address: String
    ) throws -> Invitation {
        try Invitation.issue(
            by: network.root, networkName: name,
            path: [
                PlaceStep(node: 1, name: name, code: "", kind: .district),
                PlaceStep(node: network.place.node, name: place, code: label, kind: .station),
            ],
            label: label, hostAddress: address.isEmpty ? nil : address, hosts: [network.identity],
            expiryMilliseconds: 1_763_000_000_000,
            serial: InvitationSerial(bytes: Array(repeating: 6, count: InvitationSerial.byteCount)),
            privateKey: Array(repeating: 5, count: 32))
    }
}
