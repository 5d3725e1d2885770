import Bundles
import Causality
import FieldRecords
import Store
import Testing

@testable import StoreTests

extension Cases {
    @Suite struct InternedReplicas {
        // Automerge 897, 1272
        @Test(
            "case 15: a replica that sorts before all that are known, met in an open transaction, changes no row's meaning"
        )
        func sortsFirst() throws {
            let network = try TestNetwork(stations: 3, enrolled: false)
            let sorted = network.replicas.sorted { $0.replica < $1.replica }
            let (newcomer, one, two) = (sorted[0], sorted[1], sorted[2])
            for (writer, reader) in [(one, two), (two, one), (one, newcomer), (two, newcomer)] {
                try reader.meet(writer, standing: .enrolled)
            }
            let record = try one.begin(["a": .integer(1), "b": .integer(1)])
            try two.receiveAll(from: one)
            try two.edit(record, ["a": .integer(2)])
            try one.edit(record, ["b": .integer(2)])
            try one.receiveAll(from: two)
            // The newcomer has seen both, and edits apart from what comes next.
            try newcomer.receiveAll(from: one)
            try newcomer.edit(record, ["a": .integer(9), "c": .integer(9)])
            let chunk = try #require(newcomer.chunks[newcomer.log]?.last)

            // One transaction: a save, the newcomer and its chunk, another save, which has seen it.
            let verified = try Chunk(encoded: chunk.encoded).verified(network: network.network)
            try one.store.write { session in
                func save(_ field: String, _ value: Int64) throws {
                    try session.append(
                        .edit(record, Change.Writing(patch: Patch([field: .integer(value)]))),
                        at: TestNetwork.station, author: "", time: try session.tick(wall: one.wall),
                        writer: one.writer)
                }
                try save("a", 3)
                _ = try session.note(
                    newcomer.member, identity: newcomer.identity, label: "037d", standing: .enrolled)
                try session.receive(verified, network: network.network) { chunk.encoded }
                try session.flush()
                try save("c", 4)
                try session.signHeads(writer: one.writer)
            }
            try expect(record, at: one)

            // Saved and loaded anew, then merged by the others.
            let again = try one.openAgain()
            #expect(try again.read { try $0.record(record) }?.conflicts == ["a"])
            try two.meet(newcomer, standing: .enrolled)
            try exchangeAll([one, two, newcomer])
            for replica in [one, two, newcomer] {
                try expect(record, at: replica)
                #expect(try replica.digest() == one.digest())
                #expect(try replica.problems() == [])
            }
        }

        private func expect(_ record: RecordID, at replica: TestReplica) throws {
            let shown = try #require(try replica.shown(record))
            #expect(shown.conflicts == ["a"])
            #expect(shown.fields["b"] == .integer(2))
            #expect(shown.fields["c"] == .integer(4), "it had seen the newcomer's")
            let values = try replica.store.read { try $0.standingWrites(of: "a", in: shown.row).map(\.value) }
            #expect(Set(values) == [.integer(3), .integer(9)])
        }
    }
}

extension PaperCases {
    @Suite struct Contexts {
        @Test("a change delivered without what its author had seen waits for it, and is merged as if it had come after")
        func missingPredecessor() throws {
            let network = try TestNetwork(stations: 4)
            let (one, two, three, reader) = (
                network.replicas[0], network.replicas[1], network.replicas[2], network.replicas[3]
            )
            let record = try one.begin(["a": .integer(1)])
            try two.receiveAll(from: one)
            try two.edit(record, ["a": .integer(2)])
            try three.receiveAll(from: two)
            try three.edit(record, ["a": .integer(3)])
            // Latest first: each waits for the one before it, across logs.
            for writer in [three, two] {
                for chunk in try writer.export(writer.log) { try reader.receive(chunk) }
                #expect(try reader.shown(record) == nil)
                #expect(try reader.store.read { try $0.openedContext(of: TestNetwork.station).vector.isEmpty })
            }
            #expect(try reader.store.read { try $0.held(of: [TestNetwork.station]).count } == 2, "held, and receipted")
            for chunk in try one.export(one.log) { try reader.receive(chunk) }
            #expect(try reader.shown(record)?.fields["a"] == .integer(3))
            #expect(try reader.shown(record)?.conflicts == [])
            #expect(try reader.digest() == three.digest())
            #expect(try reader.problems() == [])
        }
    }
}
