package import Causality

extension [UInt8] {
    /// A replica's 32 bytes.
    package mutating func appendReplica(_ replica: ReplicaID) {
        replica.withWords { one, two, three, four in
            appendInteger(one)
            appendInteger(two)
            appendInteger(three)
            appendInteger(four)
        }
    }

    /// A place in 9 bytes: its node, then 1 for notices or 0.
    mutating func appendPlace(_ place: PlaceID) {
        appendInteger(place.node)
        append(place.isNotices ? 1 : 0)
    }
}

extension ByteCursor {
    mutating func replica() throws(BundlesError) -> ReplicaID {
        ReplicaID(bytes: try slice(ReplicaID.byteCount))
    }

    mutating func place() throws(BundlesError) -> PlaceID {
        let node = try integer(UInt64.self)
        let flag = try byte()
        guard flag <= 1 else { throw malformed }
        return PlaceID(node: node, isNotices: flag == 1)
    }
}
