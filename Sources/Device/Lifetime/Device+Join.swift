import Bundles
import Causality
import FieldRecords
import Membership
import Store

extension Device {
    /// Makes a device of a network from its invitation, on the spot and offline.
    ///
    /// Where the invitation is for a device that moves, and stands in the folder of one, it is that one which joins
    /// anew: it gives up all that it holds, once the district has it.
    package static func join(
        _ options: DeviceOptions, invitation document: [UInt8], by author: String?
    ) throws -> Device {
        try wording {
            let invitation = try Invitation(document: document)
            let keys = try options.environment.newKeys()
            let identity = try invitation.join(with: keys)
            let machine = sidecar(options).machine
            if let move = invitation.move, Store.exists(home: options.home) {
                return try joinAnew(options, by: invitation, move: move) { session, former in
                    try session.join(
                        by: invitation, as: identity, keys: keys, author: author ?? former, machine: machine)
                }
            }
            return try making(options) { device in
                try device.store.write {
                    try $0.join(by: invitation, as: identity, keys: keys, author: author, machine: machine)
                }
            }
        }
    }
}

extension StoreWriting {
    /// Fills a new store with what an invitation says, and with whom it makes of this device.
    fileprivate func join(
        by invitation: Invitation, as identity: Identity, keys: DeviceKeys, author: String?, machine: String
    ) throws {
        try set(.network, "\(invitation.network)")
        try set(.networkName, invitation.networkName)
        try set(.rootCertificate, invitation.root.der)
        try set(.utcOffsetMinutes, Int64(Own.utcOffsetMinutes))
        try set(.author, author)
        try set(.hostAddress, invitation.hostAddress)
        var parent: UInt64?
        for step in invitation.path {
            try note(
                StoredNode(
                    id: step.node, parent: parent, kind: step.kind.rawValue, name: step.name, code: step.code,
                    isClosed: false))
            if parent == nil { try set(.rootNode, PlaceID(node: step.node).nodeText) }
            parent = step.node
        }
        try noteHosts(invitation.hosts, root: invitation.root)
        let member = try identity.verified(against: invitation.root)
        let row = try note(
            member, identity: identity.encoded, label: try freshLabel(member.label), standing: .enrolled)
        try beOwn(row: row, keys: keys, machine: machine)
    }
}
