import Causality
import FieldRecords
import Membership
import Store

extension Device {
    /// How long an invitation may wait for its first contact with the host: 90 days, in milliseconds.
    private static let invitationMilliseconds: Int64 = 90 * 24 * 60 * 60 * 1000

    /// - Parameter isOnlyOne: refuses it where an invitation to that station is open already: whoever asks for the same
    ///   twice, as by a second press, would give a stranger a second way in.
    package func inviteStation(
        name: String, town: String, code: String?, host: String?, isOnlyOne: Bool = false
    ) throws -> IssuedInvitation {
        try write { session, own in
            try Device.requireHost(own)
            try Device.checkName(name)
            let nodes = try session.nodes()
            let town = try Device.node(town, kind: "town", in: nodes)
            let known = nodes.first {
                $0.kind == "station" && ($0.code == code || (code == nil && $0.name == name && $0.parent == town.id))
            }
            if let known, known.name != name || known.parent != town.id {
                throw DeviceError(
                    .badData,
                    what: Phrase(
                        zh: "代码 \(known.code) 属于“\(known.name)”", en: "the code \(known.code) belongs to \(known.name)"),
                    advice: Phrase(zh: "请换一个代码。", en: "Choose another code."))
            }
            let node: StoredNode
            if let known {
                let now = environment.now()
                if isOnlyOne,
                    let open = try session.invitations().first(where: { $0.node == known.id && $0.isOpen(at: now) })
                {
                    throw DeviceError(stillOpen: open.label)
                }
                node = known
            } else {
                node = StoredNode(
                    id: environment.randomNode(), parent: town.id, kind: "station", name: name,
                    code: try Device.freeCode(code, prefix: "", width: 3, nodes: nodes), isClosed: false)
                try session.publishNode(node, own: own, wall: environment.now())
            }
            if let host { try session.set(.hostAddress, host) }
            return try invite(to: node, session: session, own: own)
        }
    }

    package func inviteTown(_ town: String) throws -> IssuedInvitation {
        try write { session, own in
            try Device.requireHost(own)
            return try invite(
                to: try Device.node(town, kind: "town", in: try session.nodes()), session: session, own: own)
        }
    }

    /// Invites one more device to a place: of a station, of a town office, or of the district's own staff.
    package func inviteMember(place: String?) throws -> IssuedInvitation {
        try write { session, own in
            try Device.requireHost(own)
            let nodes = try session.nodes()
            let isOpen = try session.number(.isOpen) == 1
            let node = try Device.node(place ?? (isOpen ? Device.openCode : Device.hostCode), in: nodes)
            return try invite(to: node, session: session, own: own)
        }
    }

    /// - Parameter move: where it is for a device that moves.
    func invite(
        to node: StoredNode, session: StoreWriting, own: Own, moving move: DeviceMove? = nil
    ) throws -> IssuedInvitation {
        try Device.requireOpen(node)
        guard let rootKey = try session.secret(Device.rootSecret) else { throw DeviceError.rootKeyMissing }
        let serial = InvitationSerial(bytes: environment.random(InvitationSerial.byteCount))
        let label = try session.labelAtHost(for: node.id)
        let expires = environment.now() + Device.invitationMilliseconds
        // Whoever wrote it comes first: what is brought goes there, and a receipt in it is its own.
        let hosts = try Device.hosts(session, own: own)
        let named = hosts.filter { $0.row == own.replica.row } + hosts.filter { $0.row != own.replica.row }
        let invitation = try Invitation.issue(
            by: try NetworkRoot(privateKey: rootKey), networkName: try session.text(.networkName) ?? "",
            path: try Device.path(to: node, nodes: try session.nodes()), label: label,
            hostAddress: try session.text(.hostAddress),
            hosts: try named.prefix(Invitation.hostsMax).map { try Identity(encoded: $0.identity) },
            expiryMilliseconds: expires, serial: serial, privateKey: environment.newPrivateKey(), move: move)
        try session.note(
            StoredInvitation(
                serial: "\(serial)", node: node.id, label: label, expires: expires, isWithdrawn: false, user: nil))
        return IssuedInvitation(
            serial: "\(serial)", label: label, place: node.code, document: try invitation.document(),
            expires: own.text(HybridTime(milliseconds: expires)))
    }

    private static func requireOpen(_ node: StoredNode) throws {
        guard node.isClosed else { return }
        throw DeviceError(
            .badData, what: Phrase(zh: "\(node.code) 已关闭", en: "\(node.code) is closed"),
            advice: Phrase(zh: "请选另一个地点。", en: "Choose another place."))
    }

    private static func path(to node: StoredNode, nodes: [StoredNode]) throws -> [PlaceStep] {
        var steps: [PlaceStep] = []
        var next: StoredNode? = node
        while let step = next {
            steps.insert(
                PlaceStep(
                    node: step.id, name: step.name, code: step.code,
                    kind: PlaceStep.Kind(rawValue: step.kind) ?? .station), at: 0)
            next = step.parent.flatMap { parent in nodes.first { $0.id == parent } }
        }
        return steps
    }

    /// The devices at the root of the tree, to which everything may be sealed.
    static func hosts(_ reading: StoreReading, own: Own) throws -> [StoredReplica] {
        try reading.replicas().filter { $0.node == own.rootNode && $0.standing == .enrolled }
    }
}
