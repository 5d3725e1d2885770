import Bundles
import Causality
import FieldRecords
import GRDB
import Membership
import Store
import Testing

@Suite("What only a newer program understands")
struct UpgradeTests {
    /// A chunk as a newer program writes it: a change of a kind that is not known here, then an edit.
    private static func newerChunk(of one: TestReplica, after chunk: Chunk, editing record: RecordID) throws -> Chunk {
        let changes = [Change.Action.unknown(kind: 7, content: [1, 2, 3]), edit(record, "后")].enumerated().map {
            Change(
                time: HybridTime(bits: UInt64(one.wall) << 16 + UInt64($0.offset)), author: "",
                context: SeenContext(own: chunk.last + UInt64($0.offset), others: []), action: $0.element)
        }
        var chain = try chunk.verified(network: one.root.network).final
        let previous = chain
        var chainer = Chainer()
        for (index, change) in changes.enumerated() {
            chain = try chainer.next(after: chain, change: change, sequence: chunk.last + UInt64(index) + 1)
        }
        let head = try SignedHead.sign(
            log: one.log, sequence: chunk.last + 2, chain: chain.bytes, network: one.root.network, keys: one.keys)
        return Chunk(
            log: one.log, first: chunk.last + 1, previous: previous, changes: changes, signature: head.signature)
    }

    private static func edit(_ record: RecordID, _ text: String) -> Change.Action {
        .edit(record, Change.Writing(patch: Patch(["a": .text(text)])))
    }

    @Test("is kept and handed on, stops its log and nothing else, and is applied after the upgrade")
    func unknownKind() throws {
        let network = try TestNetwork(stations: 3)
        let (one, two, three) = (network.replicas[0], network.replicas[1], network.replicas[2])
        let record = try one.begin(["a": .text("先")])
        try two.receiveAll(from: one)
        let newer = try Self.newerChunk(of: one, after: try #require(one.chunks[one.log]?.last), editing: record)
        try two.receive(newer)
        let other = try two.begin(["a": .text("别的")])
        #expect(try two.shown(record)?.fields["a"] == .text("先"))
        #expect(try two.shown(other) != nil)
        #expect(try two.store.read { try $0.stopped().map(\.reason) } == [.unknownKind])
        #expect(try two.problems() == [])

        // It travels on through a device that does not understand it either.
        try three.receiveAll(from: two)
        #expect(try three.export(one.log, from: newer.first).flatMap(\.changes) == newer.changes)

        // What the upgraded program reads in its place is a change like any other.
        try three.understand(kind: 7)
        try three.store.write { try $0.applyAfterUpgrade() }
        #expect(try three.shown(record)?.fields["a"] == .text("后"))
        #expect(try three.store.read { try $0.stopped().isEmpty })
    }
}
