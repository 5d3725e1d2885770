import Causality
import Membership

/// An invitation: as a file, and where it is none, with texts that the host was made to write into one, for a device that
/// moves where there are five.
enum InvitationEntry {
    static func read(_ bytes: [UInt8]) throws {
        let network = FuzzNetwork.shared
        if let invitation = try? Invitation(document: bytes) {
            demand(try Invitation(document: invitation.document()) == invitation, "what is written is read back")
            _ = try invitation.join(with: network.station)
        }
        var input = FuzzInput(bytes)
        var texts: [String] = []
        while texts.count < 5, let piece = input.piece() { texts.append(String(decoding: piece, as: UTF8.self)) }
        guard texts.count >= 4 else { return }
        let move = texts.count < 5 ? nil : DeviceMove(replica: network.station.replica, receipt: Array(texts[4].utf8))
        let issued = try invitation(
            network, name: texts[0], label: texts[1], place: texts[2], address: texts[3], move: move)
        demand(try Invitation(document: issued.document()) == issued, "an invitation that is issued is read")
    }

    static func invitation(
        _ network: FuzzNetwork, name: String, label: String, place: String, address: String,
        move: DeviceMove? = nil
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
            privateKey: Array(repeating: 5, count: 32), move: move)
    }
}
