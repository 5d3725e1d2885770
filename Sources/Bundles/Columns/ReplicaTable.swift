import Causality

/// The replicas that a chunk names besides its own, each by a small number: 0 is the log's own.
struct ReplicaTable {
    /// The most replicas of a chunk: its canonical bytes, each name 32 of them, hold no more.
    private static let countMax = 65_536

    let replicas: [ReplicaID]

    /// The count without the own, then 32 bytes each. A name that stands twice is harmless: each of its numbers means
    /// the same.
    init(own: ReplicaID, from cursor: inout ByteCursor) throws(BundlesError) {
        let count = try cursor.count(max: ReplicaTable.countMax, bytesEach: ReplicaID.byteCount)
        var replicas = [own]
        for _ in 0..<count { replicas.append(try cursor.replica()) }
        self.replicas = replicas
    }

    /// Nil for a number that the table has not.
    func replica(_ number: Int64) -> ReplicaID? {
        replicas.indices.contains(Int(number)) ? replicas[Int(number)] : nil
    }
}
