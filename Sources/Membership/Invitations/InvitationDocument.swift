import Causality
import FoundationEssentials

/// An invitation as it stands in its file: JSON with sorted keys, binary parts in Base64, numbers of places and of the
/// network in hexadecimal. Nothing in it is believed before the root's signature is checked over all of it.
struct InvitationDocument: Codable {
    static let format = "yilu-invitation"

    struct Place: Codable {
        var code: String
        var kind: PlaceStep.Kind
        var name: String
        var node: String
    }

    struct Move: Codable {
        var replica: Data
        var receipt: Data
    }

    var format = Self.format
    var version = 1
    var network: String
    var networkName: String
    var root: Data
    var path: [Place]
    var label: String
    var hostAddress: String?
    var hosts: [Data]
    var expiryMilliseconds: Int64
    var serial: String
    var credential: Data
    var credentialKey: Data
    /// Absent unless a device moves; who does not know of it finds the signature wrong.
    var move: Move?
    var signature: Data

    /// Read first, so that a newer file is told from a damaged one.
    private struct Version: Decodable {
        var format: String
        var version: Int
    }

    init(reading bytes: [UInt8]) throws {
        let data = Data(bytes)
        let decoder = JSONDecoder()
        guard let kind = try? decoder.decode(Version.self, from: data), kind.format == Self.format else {
            throw MembershipError.malformed("invitation")
        }
        guard kind.version == 1 else { throw MembershipError.versionUnknown("invitation", version: kind.version) }
        guard let document = try? decoder.decode(InvitationDocument.self, from: data) else {
            throw MembershipError.malformed("invitation")
        }
        self = document
    }

    init(_ invitation: Invitation) {
        network = invitation.network.description
        networkName = invitation.networkName
        root = Data(invitation.root.der)
        path = invitation.path.map { step in
            var node = ByteWriter(reserving: 8)
            node.integer(step.node)
            return Place(code: step.code, kind: step.kind, name: step.name, node: Hex.text(node.bytes))
        }
        label = invitation.label
        hostAddress = invitation.hostAddress
        hosts = invitation.hosts.map { Data($0.encoded) }
        expiryMilliseconds = invitation.expiryMilliseconds
        serial = invitation.serial.description
        credential = Data(invitation.credential.certificateDER)
        credentialKey = Data(invitation.credential.privateKey)
        move = invitation.move.map { Move(replica: Data($0.replica.bytes), receipt: Data($0.receipt)) }
        signature = Data(invitation.signature)
    }

    /// The path with its nodes read.
    func steps() throws -> [PlaceStep] {
        try path.map { place in
            guard let node = Hex.bytes(place.node, count: 8) else {
                throw MembershipError.malformed("invitation's path")
            }
            return PlaceStep(
                node: node.reduce(0) { $0 << 8 | UInt64($1) }, name: place.name, code: place.code, kind: place.kind)
        }
    }

    /// The device that moves; nil where none does.
    func deviceMove() throws -> DeviceMove? {
        try move.map { move in
            guard let replica = ReplicaID(exactly: move.replica) else {
                throw MembershipError.malformed("invitation's move")
            }
            return DeviceMove(replica: replica, receipt: Array(move.receipt))
        }
    }

    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [0x0A]
    }
}
