import Causality
import FieldRecords
import Store
import Testing

@Suite("The last record of a device")
struct LastRecordTests {
    @Test("is looked for where it has written, not at every place that is known")
    func places() throws {
        let network = try TestNetwork(stations: 2)
        let (one, two) = (network.replicas[0], network.replicas[1])
        for index in 0..<100 as Range<UInt64> {
            try one.store.write {
                try $0.note(
                    StoredNode(
                        id: 0x1000 + index, parent: TestNetwork.district.node, kind: "station", name: "站\(index)",
                        code: "\(100 + index)", isClosed: false))
            }
        }
        let first = try one.begin(["title": .text("a")])
        let last = try one.begin(["title": .text("b")])
        _ = try two.begin(["title": .text("c")])
        try exchangeAll([one, two])
        let own = try one.store.read { try $0.ownReplica() }
        var asked: [PlaceID] = []
        let found = try one.store.read { reading in
            try reading.lastRecord(of: own) {
                asked.append($0)
                return true
            }
        }
        #expect(found == last && asked == [TestNetwork.station])
        #expect(try one.store.read { try $0.lastRecord(of: own, before: last.number) { _ in true } } == first)
        #expect(try one.store.read { try $0.lastRecord(of: own) { _ in false } } == nil)
    }

    @Test("a log that is held tells how far, and one of which nobody heard tells nothing")
    func held() throws {
        let network = try TestNetwork(stations: 2)
        let (one, two) = (network.replicas[0], network.replicas[1])
        _ = try two.begin(["title": .text("a")])
        try one.receiveAll(from: two)
        let all = try one.store.read { try $0.held(of: [TestNetwork.station]) }
        #expect(all[two.log]?.sequence == 1)
        #expect(try one.store.read { try $0.held(two.log) } == all[two.log])
        #expect(try one.store.read { try $0.held(one.log) } == nil)
    }
}
