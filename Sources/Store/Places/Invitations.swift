package import Causality
import Foundation
import GRDB

/// An invitation as the host remembers it.
package struct StoredInvitation: Sendable {
    package let serial: String
    package let node: UInt64
    package let label: String
    /// Milliseconds since 1970, by the host's clock.
    package let expires: Int64
    package let isWithdrawn: Bool
    /// Its first user.
    package let user: ReplicaID?

    package init(serial: String, node: UInt64, label: String, expires: Int64, isWithdrawn: Bool, user: ReplicaID?) {
        self.serial = serial
        self.node = node
        self.label = label
        self.expires = expires
        self.isWithdrawn = isWithdrawn
        self.user = user
    }
}

extension StoreReading {
    package func invitations() throws -> [StoredInvitation] {
        try rows("SELECT serial, node, label, expires, withdrawn, replica FROM invitation ORDER BY label, serial").map {
            StoredInvitation(
                serial: try $0.read(0), node: try $0.readNode(1), label: try $0.read(2), expires: try $0.read(3),
                isWithdrawn: try $0.read(4), user: $0.hasNull(atIndex: 5) ? nil : try $0.readReplica(5))
        }
    }
}

extension StoreWriting {
    package func note(_ invitation: StoredInvitation) throws {
        try run(
            "INSERT INTO invitation (serial, node, label, expires, withdrawn) VALUES (?, ?, ?, ?, ?)",
            [
                invitation.serial, PlaceID(node: invitation.node).nodeText, invitation.label, invitation.expires,
                invitation.isWithdrawn,
            ])
    }

    package func withdrawInvitation(_ serial: String) throws {
        try run("UPDATE invitation SET withdrawn = 1 WHERE serial = ?", [serial])
    }

    package func noteUse(ofInvitation serial: String, by replica: ReplicaID) throws {
        try run(
            "UPDATE invitation SET replica = ? WHERE serial = ? AND replica IS NULL", [Data(replica.bytes), serial])
    }
}

// A device that moves has one invitation.
extension StoreWriting {
    /// Withdraws the invitation that a device was given last to move with, unless somebody has used it.
    package func withdrawMoveInvitation(ofReplica row: Int64) throws {
        guard let serial = try moveInvitations()[row] else { return }
        try run("UPDATE invitation SET withdrawn = 1 WHERE serial = ? AND replica IS NULL", [serial])
    }

    /// Notes the invitation that a device is given to move with.
    package func noteMoveInvitation(_ serial: String, ofReplica row: Int64) throws {
        let known = try moveInvitations().merging([row: serial]) { $1 }.sorted { $0.key < $1.key }
        try set(.moveInvitations, known.map { "\($0.key):\($0.value)" }.joined(separator: ","))
    }

    private func moveInvitations() throws -> [Int64: String] {
        let pairs = try (text(.moveInvitations) ?? "").split(separator: ",").compactMap { pair -> (Int64, String)? in
            let parts = pair.split(separator: ":")
            guard parts.count == 2, let row = Int64(parts[0]) else { return nil }
            return (row, String(parts[1]))
        }
        return Dictionary(pairs) { $1 }
    }
}
