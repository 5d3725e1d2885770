import Causality
import Testing

@Suite("Names of places, replicas, logs and dots")
struct NameTests {
    @Test("a place is read back from its text", arguments: [0, 1, 0x0102_0304_0506_0708, UInt64.max])
    func placeText(node: UInt64) {
        for place in [PlaceID(node: node), PlaceID(node: node).notices] {
            #expect(PlaceID(place.description) == place)
            #expect(place.description.count == (place.isNotices ? 24 : 16))
            #expect(place.records.notices == place.notices)
        }
    }

    @Test(
        "no other text is a place",
        arguments: [
            "", "0", "000000000000000g", "000000000000000A", "00000000000000001", "+000000000000001",
            "0000000000000001/", "0000000000000001/notice", "0000000000000001/notices/", "/0000000000000001",
            "0000000000000001/notices/notices", "００００００００００００００００",
        ])
    func notAPlace(text: String) {
        #expect(PlaceID(text) == nil)
    }

    @Test("what is published comes first, then places are ordered by node")
    func placeOrder() {
        let nodes = [1, 2, UInt64.max]
        let ascending = nodes.map { PlaceID(node: $0, isNotices: true) } + nodes.map { PlaceID(node: $0) }
        #expect(ascending.reversed().sorted() == ascending)
    }

    @Test("a replica is its 32 bytes, every one of them")
    func replicaBytes() {
        let bytes = (0..<32).map { UInt8($0 * 7 & 255) }
        let replica = ReplicaID(bytes: bytes)
        #expect(replica.bytes == bytes)
        #expect(replica.description == bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        for offset in bytes.indices {
            var other = bytes
            other[offset] ^= 1
            #expect(ReplicaID(bytes: other) != replica)
            #expect(ReplicaID(bytes: other).bytes == other)
            #expect((ReplicaID(bytes: other) < replica) == other.lexicographicallyPrecedes(bytes))
        }
    }

    @Test("fewer or more bytes are no replica", arguments: [0, 31, 33, 64])
    func replicaLength(count: Int) {
        #expect(ReplicaID(exactly: Array(repeating: 1, count: count)) == nil)
    }

    @Test("logs are ordered by place, then replica; dots by number, then log")
    func order() {
        let (one, two) = (
            ReplicaID(bytes: Array(repeating: 1, count: 32)), ReplicaID(bytes: Array(repeating: 2, count: 32))
        )
        let logs = [
            LogID(replica: one, place: PlaceID(node: 1)), LogID(replica: two, place: PlaceID(node: 1)),
            LogID(replica: one, place: PlaceID(node: 2)),
        ]
        #expect(logs.reversed().sorted() == logs)
        let dots = [1, 2].flatMap { sequence in logs.map { Dot(log: $0, sequence: sequence) } }
        #expect(dots.reversed().sorted() == dots)
    }
}
