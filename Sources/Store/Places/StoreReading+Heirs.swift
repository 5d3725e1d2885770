import GRDB

/// The devices that go on after others.
extension StoreReading {
    /// Those that were restored or copied from a device, or from one that goes on after it.
    package func heirs(of replica: StoredReplica) throws -> [StoredReplica] {
        let all = try replicas()
        var heirs: [StoredReplica] = []
        var rows: Set<Int64> = [replica.row]
        while true {
            let next = all.filter { heir in
                heir.predecessor.map { rows.contains($0) } ?? false && !rows.contains(heir.row)
            }
            guard !next.isEmpty else { return heirs }
            heirs += next
            rows.formUnion(next.map(\.row))
        }
    }

    /// Those that came by an invitation.
    package func heirs(ofInvitation serial: String) throws -> [StoredReplica] {
        try rows(Self.replicaColumns + " WHERE serial = ? AND predecessor IS NOT NULL", [serial]).map(Self.replica)
    }
}
