import Bundles
package import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

extension StoreReading {
    /// Whether what a device wrote at a place counts: by the tree, it may write there or might once, under an identity
    /// with which the host enrolled it.
    ///
    /// Two devices of the host that had not met may have enrolled one key, each by another invitation. What one of them
    /// let count others have built on, so it counts for good; like the tree, this only ever comes to hold of more.
    package func mayHaveWritten(_ place: PlaceID, _ writer: StoredReplica) throws -> Bool {
        let tree = try tree()
        return try tree.mayHaveWritten(place, from: writer.node)
            || nodesToldApart()[writer.replica]?.contains { tree.mayHaveWritten(place, from: $0) } ?? false
    }

    /// Of each device on which there are several notices the nodes where they say that it stands; hardly ever is there
    /// one. Read once, until a notice on a device changes it.
    private func nodesToldApart() throws -> [ReplicaID: Set<UInt64>] {
        if let knownNodesToldApart { return knownNodesToldApart }
        var told: [ReplicaID: Set<UInt64>] = [:]
        if let root = try bytes(.rootCertificate).map({ try RootCertificate(der: $0) }) {
            for notice in try memberNotices().values.filter({ $0.count > 1 }).joined() {
                guard let encoded = try record(row: notice.row).flatMap({ NoticeFields($0.fields).bytes("identity") }),
                    let member = try? Identity(encoded: encoded).verified(against: root)
                else { continue }
                told[member.replica, default: []].insert(member.place.node)
            }
        }
        knownNodesToldApart = told
        return told
    }
}

extension StoreWriting {
    /// Whether anything of a log may ever be held here: its device is known, and may write at its place.
    func mayCome(_ name: LogID) throws -> Bool {
        if let log = try log(name), log.held > 0 { return true }
        if let writer = try storedReplica(name.replica) { return try mayHaveWritten(name.place, writer) }
        return try replicaRow(name.replica) != nil
    }

    /// Takes from the host's notice who a device is, whatever others showed of it before.
    ///
    /// Whoever holds two invitations can make one key an identity of each, and show this device one and the host the
    /// other. What was taken in by the one that the host did not enrol goes, as if it had been refused when it came.
    /// Identities that differ in their successions alone say the same: copies of a device make such of one key.
    func follow(_ identity: [UInt8], of member: Member, row: Int64) throws {
        guard let known = try storedReplica(row: row),
            (known.node, known.serial, known.sealingKey)
                != (member.place.node, "\(member.serial)", member.sealingKey)
        else { return }
        try run(
            """
            UPDATE replica SET alias = ?, node = ?, serial = ?, sealing = ?, identity = ?, predecessor = ? WHERE id = ?
            """,
            [
                member.label, member.place.nodeText, "\(member.serial)", Data(member.sealingKey), Data(identity),
                try member.predecessor.flatMap { try replicaRow($0) }, row,
            ])
        guard let told = try storedReplica(row: row) else { return }
        for log in try Int64.fetchAll(db, sql: "SELECT id FROM log WHERE replica = ?", arguments: [row]) {
            let log = try self.log(row: log)
            if try !mayHaveWritten(log.name.place, told) { try drop(log) }
        }
    }

    /// Drops all that is held of a log, and what others say of it, as if nothing of it had been heard.
    private func drop(_ log: LogRow) throws {
        guard let network = try network() else { throw StoreError.unknown(what: "network") }
        try flush()
        try dropChanges(ofLog: log, from: 1)
        for table in ["head", "parked", "fork", "receipt"] {
            try run("DELETE FROM \(table) WHERE log = ?", [log.id])
        }
        let start = ChainHash.start(network: network, log: log.name)
        try run("UPDATE log SET held = 0, chain = ?, stopped = NULL WHERE id = ?", [Data(start.bytes), log.id])
        try forgetLogs()
        forgetLostBranches(placeRow: log.placeRow)
        // An older program may have let it count.
        if log.applied > 0 { try mergeAnew(placeRow: log.placeRow) }
    }
}
