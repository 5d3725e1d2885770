import Bundles
import Causality
import Device
import FieldRecords
import Foundation
import GRDB
import Membership
import Store
import Testing

@testable import StoreTests

extension Cases {
    @Suite struct Upgrades {
        // super-productivity 9373, Corrosion
        @Test(
            "case 20: an older station passes on kinds and columns that it does not know, and after its upgrade goes on as itself"
        )
        func olderStation() throws {
            let network = try TestNetwork(stations: 3)
            let (newer, older, third) = (network.replicas[0], network.replicas[1], network.replicas[2])
            let record = try newer.begin(["a": .text("先")])
            try older.receiveAll(from: newer)
            let own = try older.begin(["a": .text("自己的")])
            // A field that no form here has, then a kind of change that no program here knows, then a plain edit.
            try newer.edit(record, ["column_of_2031": .text("新列")])
            let last = try #require(newer.chunks[newer.log]?.last)
            let strange = try chunk(
                by: newer, after: last,
                [
                    .unknown(kind: 99, content: [3, 1, 4]),
                    .edit(record, Change.Writing(patch: Patch(["a": .text("后")]))),
                ])
            try older.receive(last)
            try older.receive(strange)
            #expect(try older.shown(record)?.fields["column_of_2031"] == .text("新列"))
            #expect(try older.shown(record)?.fields["a"] == .text("先"), "the log stops at what is not understood")

            // Others' changes and its own go on meanwhile, and all of it travels.
            try older.edit(record, ["b": .text("照常")])
            try third.receiveAll(from: older)
            #expect(try third.export(newer.log, from: strange.first).flatMap(\.changes) == strange.changes)
            let before = try counters(of: older)

            try older.understand(kind: 99)
            let upgraded = try older.openAgain()
            try upgraded.write { try $0.applyAfterUpgrade() }
            #expect(try older.shown(record)?.fields["a"] == .text("后"))
            #expect(try older.shown(record)?.fields["b"] == .text("照常"))
            #expect(try upgraded.read { try $0.stopped().isEmpty })
            #expect(try counters(of: older) == before, "identity and counters stay")
            #expect(try older.begin(["a": .text("下一条")]).number == own.number + 1)
        }

        private func counters(of replica: TestReplica) throws -> [String] {
            try replica.store.read { reading in
                [
                    "\(try reading.ownReplica().replica)",
                    "\(try reading.held(of: [TestNetwork.station])[replica.log]?.sequence ?? 0)",
                ]
            }
        }

        /// What a newer program writes after a chunk of its own.
        private func chunk(
            by replica: TestReplica, after last: Chunk, _ actions: [Change.Action]
        ) throws -> Chunk {
            let changes = actions.enumerated().map { index, action in
                Change(
                    time: HybridTime(milliseconds: replica.wall, counter: UInt16(index)), author: "",
                    context: SeenContext(own: last.last + UInt64(index)), action: action)
            }
            return try Chunk.signed(
                first: last.last + 1, previous: try last.verified(network: replica.root.network).final,
                changes: changes, log: replica.log, network: replica.root.network, keys: replica.keys
            ).chunk
        }
    }
}
