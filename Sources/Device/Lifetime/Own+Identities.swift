import Store

extension Own {
    /// Under whose names this device's records are numbered, the oldest first: those whom it succeeded, those of whom
    /// it has the keys, and itself as the last.
    ///
    /// A device that was restored or copied goes on counting where the one before it stood, under another name; so what
    /// is said of "everything up to" a number has to look at all of them.
    func identities(_ reading: StoreReading) throws -> [StoredReplica] {
        let here = try reading.replicas().filter { $0.node == node && $0.row != replica.row }
        var former: Set<Int64> = []
        var predecessor = replica.predecessor
        while let row = predecessor, former.insert(row).inserted {
            predecessor = here.first { $0.row == row }?.predecessor
        }
        return try here.filter { try former.contains($0.row) || reading.isOurs($0.replica) }
            .sorted { $0.row < $1.row } + [replica]
    }
}
