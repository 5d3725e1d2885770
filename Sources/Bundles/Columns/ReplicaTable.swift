import Causality

/// The replicas that a chunk names besides its own, each by a small number: 0 is the log's own.
struct ReplicaTable {
    /// The most replicas of a chunk: its canonical bytes, each name 32 of them, hold no more.
    private static let countMax = 65_536

    private var replicas: [ReplicaID]
    private var numbers: [ReplicaID: Int64]

    init(own: ReplicaID) {
        replicas = [own]
        numbers = [own: 0]
    }

    mutating func add(_ replica: ReplicaID) {
        guard numbers[replica] == nil else { return }
        numbers[replica] = Int64(replicas.count)
        replicas.append(replica)
    }

    /// - Precondition: the replica was added.
    func number(of replica: ReplicaID) -> Int64 {
        guard let number = numbers[replica] else { preconditionFailure("a chunk lists the replicas it names") }
        return number
    }

    /// Nil for a number that the table has not.
    func replica(_ number: Int64) -> ReplicaID? {
        replicas.indices.contains(Int(number)) ? replicas[Int(number)] : nil
    }

    /// The count without the own, then 32 bytes each.
    func append(to bytes: inout [UInt8]) {
        bytes.appendVarint(replicas.count - 1)
        for replica in replicas.dropFirst() { bytes.append(contentsOf: replica.bytes) }
    }

    /// A name that stands twice is harmless: each of its numbers means the same.
    init(own: ReplicaID, from cursor: inout ByteCursor) throws(BundlesError) {
        let count = try cursor.count(max: ReplicaTable.countMax, bytesEach: ReplicaID.byteCount)
        replicas = [own]
        numbers = [:]
        for _ in 0..<count { replicas.append(try cursor.replica()) }
    }
}
