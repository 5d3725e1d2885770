import GRDB

extension [StoredReplica] {
    /// The heirs of a device among these: its successors, restored or copied from it, and theirs.
    package func heirs(of replica: StoredReplica) -> [StoredReplica] {
        var heirs: [StoredReplica] = []
        var rows: Set<Int64> = [replica.row]
        while true {
            let next = filter { heir in
                heir.predecessor.map { rows.contains($0) } ?? false && !rows.contains(heir.row)
            }
            guard !next.isEmpty else { return heirs }
            heirs += next
            rows.formUnion(next.map(\.row))
        }
    }
}

extension StoreReading {
    /// The successors that came by an invitation.
    package func heirs(ofInvitation serial: String) throws -> [StoredReplica] {
        try rows(Self.replicaColumns + " WHERE serial = ? AND predecessor IS NOT NULL", [serial]).map(Self.replica)
    }
}
