import Bundles
import Causality
import FieldRecords
import Store
import Testing

@Suite("Receiving")
struct ReceivingTests {
    @Test("a chunk with a gap before it is parked and told, and taken in when the gap closes")
    func parking() throws {
        let network = try TestNetwork(stations: 2)
        let (one, two) = (network.replicas[0], network.replicas[1])
        let record = try one.begin(["a": .integer(0)])
        for number in 1...5 { try one.edit(record, ["a": .integer(Int64(number))]) }
        let chunks = try #require(one.chunks[one.log])

        try two.receive(chunks[0])
        #expect(try two.receive(chunks[5]).parked == 1)
        #expect(try two.receive(chunks[3]).parked == 1)
        #expect(try missing(at: two) == [2...3, 5...5])
        #expect(try two.store.read { try $0.held(of: [TestNetwork.station])[one.log]?.sequence } == 1)
        #expect(try two.shown(record)?.fields["a"] == .integer(0))

        try two.receive(chunks[2])
        try two.receive(chunks[1])
        #expect(try two.shown(record)?.fields["a"] == .integer(3))
        #expect(try missing(at: two) == [5...5])
        try two.receive(chunks[4])
        #expect(try missing(at: two) == [])
        #expect(try two.digest() == one.digest())
        #expect(try two.problems() == [])
        #expect(try two.count("SELECT count(*) FROM parked") == 0)
    }

    private func missing(at replica: TestReplica) throws -> [ClosedRange<UInt64>] {
        try replica.store.read { try $0.gaps().map { $0.from...$0.through } }
    }

    @Test("what is held already changes no byte of any table")
    func idempotence() throws {
        let network = try TestNetwork(stations: 3)
        let (one, two, three) = (network.replicas[0], network.replicas[1], network.replicas[2])
        let record = try one.begin(["a": .integer(0), "b": .text("站")])
        try two.receiveAll(from: one)
        try two.edit(record, ["a": .integer(1)])
        try one.edit(record, ["a": .integer(2)])
        try one.save(.delete(record))
        let gap = try #require(one.chunks[one.log]?.last)
        try three.receive(gap)
        let parked = try three.tables()
        try three.receive(gap)
        #expect(try three.tables() == parked)

        try exchangeAll(network.replicas)
        let before = try three.tables()
        #expect(before.contains { $0.hasPrefix("chunk: ") })
        try exchangeAll(network.replicas)
        for log in [one.log, two.log] {
            for chunk in try three.export(log) + (one.chunks[log] ?? []) + (two.chunks[log] ?? []) {
                #expect(try three.receive(chunk).received == 0)
            }
        }
        #expect(try three.tables() == before)
    }

    @Test("a change is applied only when all its author had seen is, however its own log came first")
    func contextFirst() throws {
        let network = try TestNetwork(stations: 3)
        let (one, two, three) = (network.replicas[0], network.replicas[1], network.replicas[2])
        let record = try one.begin(["a": .integer(1)])
        try two.receiveAll(from: one)
        try two.edit(record, ["a": .integer(2)])
        for chunk in try two.export(two.log) { try three.receive(chunk) }
        #expect(try three.shown(record) == nil)
        #expect(try three.store.read { try $0.held(of: [TestNetwork.station])[two.log]?.sequence } == 1)
        #expect(try three.store.read { try $0.openedContext(of: TestNetwork.station).vector[two.log] } == 0)
        #expect(try three.store.read { try $0.stopped().map(\.changes) } == [1])
        for chunk in try two.export(one.log) { try three.receive(chunk) }
        #expect(try three.shown(record)?.fields["a"] == .integer(2))
        #expect(try three.shown(record)?.conflicts == [])
    }

    @Test("a form opened before an import is saved as one that has not seen it, and so are two tabs")
    func staleForms() throws {
        let network = try TestNetwork(stations: 2)
        let (one, two) = (network.replicas[0], network.replicas[1])
        let record = try one.begin(["a": .integer(0), "b": .integer(0)])
        try two.receiveAll(from: one)
        let opened = try one.opened()
        try two.edit(record, ["a": .integer(2)])
        try one.receiveAll(from: two)
        #expect(try one.shown(record)?.fields["a"] == .integer(2))
        try one.edit(record, ["a": .integer(1)], opened: opened)
        try one.edit(record, ["b": .integer(1)], opened: opened)
        try one.edit(record, ["b": .integer(2)], opened: opened)
        #expect(try one.shown(record)?.conflicts == ["a", "b"])
        try exchangeAll(network.replicas)
        #expect(try two.shown(record)?.conflicts == ["a", "b"])
        #expect(try one.digest() == two.digest())

        try two.edit(record, ["a": .integer(9), "b": .integer(9)])
        try exchangeAll(network.replicas)
        for replica in network.replicas {
            #expect(try replica.shown(record)?.conflicts == [])
            #expect(try replica.problems() == [])
        }
    }
}
