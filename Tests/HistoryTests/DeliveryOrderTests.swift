import Bundles
import Causality
import FieldRecords
import Foundation
import Membership
import Store
import Testing

@testable import StoreTests

extension Cases {
    @Suite struct DeliveryOrders {
        /// Six events of one record by three stations: begun and edited, deleted, brought back, edited and deleted
        /// apart.
        ///
        /// - Parameter isLong: with two events more, one of which has seen a part and one everything.
        private static func history(isLong: Bool) throws -> (network: TestNetwork, events: [Chunk], record: RecordID) {
            let network = try TestNetwork(stations: 4)
            let (one, two, three) = (network.replicas[0], network.replicas[1], network.replicas[2])
            let record = try one.begin(["a": .integer(1), "b": .integer(1)])
            for other in [two, three] { try other.receiveAll(from: one) }
            try two.save(.delete(record))
            try one.receiveAll(from: two)
            try one.save(.undelete(record))
            try three.edit(record, ["a": .integer(3)])
            try two.receiveAll(from: three)
            try two.edit(record, ["b": .integer(2)])
            try three.save(.delete(record))
            if isLong {
                try one.receiveAll(from: three)
                try one.edit(record, ["a": .integer(4)])
                try two.receiveAll(from: one)
                try two.save(.undelete(record))
            }
            let events = [one, two, three].flatMap { $0.chunks[$0.log] ?? [] }
            return (network, events, record)
        }

        // cr-sqlite 299, 76
        @Test(
            "case 8: every order of delivery of insert, delete, re-insert and edit by three stations ends in one state",
            arguments: [false] + (isLongTrial ? [true] : []))
        func everyOrder(isLong: Bool) throws {
            let (network, events, record) = try Self.history(isLong: isLong)
            let reader = network.replicas[3]
            // What was delivered decides all: a set that two orders come to is walked on from once, and compared.
            var known: [Int: OrderState] = [:]
            var deliveries = 0
            func go(on home: String, delivered: Int) throws {
                for index in events.indices where delivered & 1 << index == 0 {
                    let next = network.folder + "/\(deliveries)"
                    try FileManager.default.copyItem(atPath: home, toPath: next)
                    defer { try? FileManager.default.removeItem(atPath: next) }
                    let state = try OrderState(delivering: events[index], to: next, of: reader, record: record)
                    deliveries += 1
                    let set = delivered | 1 << index
                    if let before = known[set] {
                        #expect(before == state, "\(set)")
                    } else {
                        known[set] = state
                        try go(on: next, delivered: set)
                    }
                }
            }
            try go(on: reader.home, delivered: 0)
            let sets = 1 << events.count
            #expect(
                events.count == (isLong ? 8 : 6) && known.count == sets - 1 && deliveries == events.count * sets / 2)
            try exchangeAll(Array(network.replicas.prefix(3)))
            #expect(known[sets - 1]?.digest == (try network.replicas[0].digest()))
        }

        @Test(
            "case 8, by the rule alone: every order of eight events of any such history is the closed form at every step"
        )
        func everyOrderByRule() {
            for seed in 0..<(isLongTrial ? 2_000 : 40) {
                var walk = OrderWalk(EventHistory(seed: UInt64(seed)))
                walk.run()
                #expect(walk.faults.isEmpty, "seed \(seed)")
                #expect(walk.sets == 255)
            }
        }
    }
}

/// What is delivered to a store, and what it comes to.
private struct OrderState: Equatable {
    let digest: [UInt8]
    let applied: VersionVector<LogID>
    let conflicts: [String]?
    let isDeleted: Bool?

    init(delivering chunk: Chunk, to home: String, of reader: TestReplica, record: RecordID) throws {
        let store = try Store.open(home: home, sidecar: Sidecar(explicit: reader.sidecar, environment: [:]))
        let verified = try chunk.verified(network: reader.root.network)
        try store.write { session in
            try session.receive(verified, network: reader.root.network) { chunk.encoded }
        }
        digest = try store.read { try $0.digests(heldAt: TestNetwork.station.node).first?.digest ?? [] }
        applied = try store.read { try $0.openedContext(of: TestNetwork.station).vector }
        let shown = try store.read { try $0.record(record) }
        (conflicts, isDeleted) = (shown?.conflicts, shown?.isDeleted)
    }
}
