package import Causality

/// Names a record at its place: the replica that began it and the how-manieth it was there.
///
/// People see it as `037-214`, with the replica's label for its key.
package struct RecordID: Hashable, Sendable {
    package let replica: ReplicaID
    /// Counts from 1, over all places of the replica.
    package let number: UInt64

    package init(replica: ReplicaID, number: UInt64) {
        self.replica = replica
        self.number = number
    }
}

extension RecordID: Comparable {
    package static func < (one: RecordID, other: RecordID) -> Bool {
        one.replica != other.replica ? one.replica < other.replica : one.number < other.number
    }
}
