/// Names a log: all changes that one replica made at one place, numbered 1, 2, 3 … with no gap.
public struct LogID: Hashable, Sendable {
    public let replica: ReplicaID
    public let place: PlaceID

    public init(replica: ReplicaID, place: PlaceID) {
        self.replica = replica
        self.place = place
    }
}

extension LogID: Comparable {
    public static func < (one: LogID, other: LogID) -> Bool {
        one.place != other.place ? one.place < other.place : one.replica < other.replica
    }
}
