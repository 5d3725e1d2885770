import Bundles
import Causality
import FieldRecords
import Store
import Testing

@Suite("Erasure of personal values")
struct ErasureTests {
    @Test("an erasure drops the values everywhere, those that come later too, and every chain still verifies")
    func erasure() throws {
        let network = try TestNetwork(stations: 3)
        let (one, two, three) = (network.replicas[0], network.replicas[1], network.replicas[2])
        let secrets = ["张三丰一三八", "李四光一三九", "王五常一三七"]
        let record = try one.begin(["kind": .text("visit")], personal: ["name": .text(secrets[0])])
        try two.receiveAll(from: one)
        try three.receiveAll(from: one)
        // Written while the erasure is on its way, and parked where it will already be known.
        try two.edit(record, ["kind": .text("talk")], personal: ["name": .text(secrets[1])])
        try two.edit(record, [:], personal: ["name": .text(secrets[2])])
        try one.save(.erase(record))
        try three.receiveAll(from: one)
        #expect(try three.shown(record)?.isErased == true)
        #expect(try three.shown(record)?.fields == ["kind": .text("visit")])

        for chunk in (two.chunks[two.log] ?? []).reversed() { try three.receive(chunk) }
        try exchangeAll(network.replicas)
        for replica in network.replicas {
            #expect(try replica.digest() == one.digest())
            #expect(try replica.problems() == [])
            #expect(try replica.shown(record)?.fields == ["kind": .text("talk")])
            let personal = try replica.storedChanges().compactMap { $0.writing?.personal }
            #expect(personal.count == 3)
            for part in personal { #expect(part == part.erased(), "a value stays") }
            let text = try replica.tables().joined()
            for secret in secrets { #expect(!text.contains(secret)) }
        }
    }

    @Test("what is written on an erased record keeps no personal value, also at home")
    func after() throws {
        let network = try TestNetwork(stations: 2)
        let (one, two) = (network.replicas[0], network.replicas[1])
        let record = try one.begin(["kind": .text("visit")], personal: ["name": .text("张三丰")])
        try one.save(.erase(record))
        try one.edit(record, ["kind": .text("talk")], personal: ["name": .text("李四光")])
        try two.receiveAll(from: one)
        for replica in network.replicas {
            #expect(try replica.shown(record)?.fields == ["kind": .text("talk")])
            #expect(try !replica.tables().joined().contains("李四光"))
            #expect(try replica.problems() == [])
        }
        #expect(try one.digest() == two.digest())
    }

    @Test(
        "an erasure by somebody who had not seen the record counts for nothing, whatever came first",
        arguments: [true, false])
    func unseen(erasureComesFirst: Bool) throws {
        let network = try TestNetwork(stations: 3)
        let (one, two) = (network.replicas[0], network.replicas[1])
        let record = RecordID(replica: one.replica, number: 1)
        var log = DishonestLog(of: network.replicas[2])
        for number in 1...3 as ClosedRange<UInt64> {
            try log.sign(.erase(RecordID(replica: one.replica, number: number)), context: SeenContext(own: number - 1))
        }
        if erasureComesFirst { for chunk in log.chunks { try two.receive(chunk) } }
        #expect(try one.begin(["kind": .text("visit")], personal: ["name": .text("张三丰")]) == record)
        try two.receiveAll(from: one)
        for replica in [one, two] { for chunk in log.chunks { try replica.receive(chunk) } }
        let later = try one.begin(["kind": .text("talk")], personal: ["name": .text("李四光")])
        try two.receiveAll(from: one)
        for replica in [one, two] {
            #expect(try replica.shown(record)?.fields["name"] == .text("张三丰"))
            #expect(try replica.shown(later)?.fields["name"] == .text("李四光"))
            #expect(try replica.problems() == [])
        }
        #expect(try one.digest() == two.digest())
        // Whoever has seen it erases it.
        try log.sign(.erase(record), context: SeenContext(own: 3, others: [try #require(try seen(one, through: 1))]))
        for replica in [one, two] {
            try replica.receive(try #require(log.chunks.last))
            #expect(try replica.shown(record)?.isErased == true)
            #expect(try replica.shown(record)?.fields == ["kind": .text("visit")])
            #expect(try replica.problems() == [])
        }
        #expect(try one.digest() == two.digest())
    }

    private func seen(_ replica: TestReplica, through sequence: UInt64) throws -> SeenDot? {
        try replica.store.read { try $0.chainPrefix(of: replica.log, at: sequence) }.map {
            SeenDot(replica: replica.replica, sequence: sequence, chainPrefix: $0)
        }
    }

    @Test("erasing one record again and again costs no more with every time", .timeLimit(.minutes(2)))
    func again() throws {
        func milliseconds(_ count: Int) throws -> Double {
            let network = try TestNetwork(stations: 2)
            let one = network.replicas[0]
            let record = try one.begin(["kind": .text("visit")], personal: ["name": .text("张三丰")])
            let beginning = try #require(try seen(one, through: 1))
            let changes = (1...count).map { index in
                Change(
                    time: HybridTime(milliseconds: 1_700_000_000_000), author: "",
                    context: SeenContext(own: UInt64(index) - 1, others: index == 1 ? [beginning] : []),
                    action: .erase(record))
            }
            let log = network.replicas[1].log
            var (chain, chunks) = (ChainHash.start(network: network.network, log: log), [Chunk]())
            for first in stride(from: 0, to: count, by: Chunk.changesMax) {
                let signed = try Chunk.signed(
                    first: UInt64(first) + 1, previous: chain,
                    changes: Array(changes[first..<min(first + Chunk.changesMax, count)]), log: log,
                    network: network.network, keys: network.replicas[1].keys)
                (chain, chunks) = (signed.final, chunks + [signed.chunk])
            }
            let start = ContinuousClock.now
            for chunk in chunks { try one.receive(chunk) }
            let duration = start.duration(to: .now)
            #expect(try one.shown(record)?.isErased == true)
            #expect(try one.problems() == [])
            return duration / .milliseconds(1)
        }
        let (few, many) = (try milliseconds(500), try milliseconds(4_000))
        // Eight times as many; with the square it is sixty times as long.
        #expect(many < few * 24 + 1_000, "\(few) ms, \(many) ms")
    }

    @Test("a record that was not erased keeps its personal values, on every device")
    func kept() throws {
        let network = try TestNetwork(stations: 2)
        let record = try network.replicas[0].begin(["kind": .text("visit")], personal: ["name": .text("张三丰")])
        try exchangeAll(network.replicas)
        for replica in network.replicas { #expect(try replica.shown(record)?.fields["name"] == .text("张三丰")) }
    }
}
