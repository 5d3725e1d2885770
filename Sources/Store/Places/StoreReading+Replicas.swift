package import Causality
import FieldRecords
import Foundation
import GRDB
package import Membership

/// A device as this one knows it.
package struct StoredReplica: Sendable {
    package let row: Int64
    package let replica: ReplicaID
    package let label: String
    /// As it calls itself, and its certificate says.
    package let alias: String
    package let node: UInt64
    package let serial: String
    package let sealingKey: [UInt8]
    package let identity: [UInt8]
    package let predecessor: Int64?
    package let standing: Standing
    package let reason: String?
    package let clockOffset: Int64?
}

extension StoreReading {
    static let replicaColumns = """
        SELECT id, key, label, node, serial, sealing, identity, predecessor, standing, reason, clock_offset, alias
        FROM replica
        """

    static func replica(_ row: Row) throws -> StoredReplica {
        StoredReplica(
            row: try row.read(0), replica: try row.readReplica(1), label: try row.read(2), alias: try row.read(11),
            node: try row.readNode(3), serial: try row.read(4), sealingKey: try row.readBytes(5),
            identity: try row.readBytes(6), predecessor: try row.readOptional(7),
            standing: Standing(rawValue: try row.read(8)) ?? .waiting, reason: try row.readOptional(9),
            clockOffset: try row.readClockOffset(10))
    }

    package func replicas() throws -> [StoredReplica] {
        try rows(Self.replicaColumns + " WHERE length(identity) > 0 ORDER BY label").map(Self.replica)
    }

    package func storedReplica(_ replica: ReplicaID) throws -> StoredReplica? {
        try row(Self.replicaColumns + " WHERE key = ? AND length(identity) > 0", [Data(replica.bytes)])
            .map(Self.replica)
    }

    package func storedReplica(row: Int64) throws -> StoredReplica? {
        try self.row(Self.replicaColumns + " WHERE id = ?", [row]).map(Self.replica)
    }

    /// How the host's word on a device stands, also of one of which no more is known than its key.
    func standing(ofReplica row: Int64) throws -> Standing {
        guard let stored = try self.row("SELECT standing FROM replica WHERE id = ?", [row]) else { return .waiting }
        return Standing(rawValue: try stored.read(0)) ?? .waiting
    }

    /// This device's own replica.
    package func ownReplica() throws -> StoredReplica {
        guard let row = try number(.replica), let own = try storedReplica(row: row) else {
            throw StoreError.unknown(what: "own replica")
        }
        return own
    }

    /// Whether this device goes by a name, or did, or holds the keys of the one that did: the logs under it may have
    /// changes that were written here.
    package func isOurs(_ replica: ReplicaID) throws -> Bool {
        try replicaRow(replica) == number(.replica) || hasSecret("sealing:\(replica)")
    }

    package func label(_ replica: ReplicaID) throws -> String? {
        try String.fetchOne(
            try db.cachedStatement(sql: "SELECT label FROM replica WHERE key = ?"), arguments: [Data(replica.bytes)])
    }

    /// The replica of a label; else those that call themselves so, until they hear of their labels.
    package func replicas(labelled label: String) throws -> [StoredReplica] {
        let labelled = try rows(Self.replicaColumns + " WHERE label = ?", [label])
        guard labelled.isEmpty else { return try labelled.map(Self.replica) }
        return try rows(Self.replicaColumns + " WHERE alias = ? ORDER BY label", [label]).map(Self.replica)
    }

    /// Whether some device is labelled so.
    package func isTaken(label: String) throws -> Bool {
        try integer("SELECT 1 FROM replica WHERE label = ?", [label]) != nil
    }
}

extension StoreWriting {
    /// Notes a device whose identity was verified, unless it is known: then who it is, and what the host said of it,
    /// stays.
    @discardableResult
    package func note(
        _ member: Member, identity: [UInt8], label: String, standing: Standing, reason: String? = nil
    ) throws -> Int64 {
        if let known = try storedReplica(member.replica) { return known.row }
        let predecessor = try member.predecessor.flatMap { try replicaRow($0) }
        try run(
            """
            INSERT INTO replica (key, label, alias, node, serial, sealing, identity, predecessor, standing, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET label = excluded.label, alias = excluded.alias, node = excluded.node,
                serial = excluded.serial, sealing = excluded.sealing, identity = excluded.identity,
                predecessor = excluded.predecessor, standing = excluded.standing, reason = excluded.reason
            """,
            [
                Data(member.replica.bytes), label, member.label, member.place.nodeText, "\(member.serial)",
                Data(member.sealingKey), Data(identity), predecessor, standing.rawValue, reason,
            ])
        guard let row = try replicaRow(member.replica) else { throw StoreError.unknown(what: "\(member.replica)") }
        return row
    }

    /// The row of a replica, made if nothing was heard of it but that it began a record; who it is comes later.
    func ensureReplica(_ replica: ReplicaID) throws -> Int64 {
        if let known = try replicaRow(replica) { return known }
        let label = "?\("\(replica)".prefix(4))"
        try run(
            """
            INSERT INTO replica (key, label, alias, node, serial, sealing, identity, standing)
            VALUES (?, ?, ?, '', '', x'', x'', 'waiting')
            """, [Data(replica.bytes), label, label])
        return db.lastInsertedRowID
    }

    /// Notes how the host's word on a device stands. Where that lets in who was not, or shuts out who was, what is
    /// applied of its logs is folded anew.
    package func setStanding(_ standing: Standing, label: String?, reason: String? = nil, row: Int64) throws {
        let known = try self.standing(ofReplica: row)
        try run(
            "UPDATE replica SET standing = ?, label = coalesce(?, label), reason = ? WHERE id = ?",
            [standing.rawValue, label, reason, row])
        try forgetLogs()
        guard known.wasAdmitted != standing.wasAdmitted else { return }
        for log in try rows("SELECT id FROM log WHERE replica = ? AND applied > 0 ORDER BY id", [row]) {
            try foldAnew(log: try log.read(0), after: 0)
        }
    }
}

extension StoreReading {
    /// Whether the district's notices say anything of a device.
    package func hasNotice(ofMember replica: ReplicaID) throws -> Bool {
        try !notices(.member, where: "key", is: Data(replica.bytes).base64EncodedString()).isEmpty
    }
}
