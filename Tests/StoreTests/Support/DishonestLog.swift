import Bundles
import Causality
import FieldRecords
import Foundation
import Membership
import Store

/// A log that a member with all keys in order writes by hand: its contexts say whatever they please.
struct DishonestLog {
    let name: LogID
    /// One chunk a change.
    private(set) var chunks: [Chunk] = []
    /// The changes, as contexts name them.
    private(set) var dots: [SeenDot] = []
    private let replica: TestReplica
    private var chain: ChainHash

    init(of replica: TestReplica) {
        self.replica = replica
        name = replica.log
        chain = ChainHash.start(network: replica.root.network, log: replica.log)
    }

    /// The number of its last change.
    var last: UInt64 { UInt64(chunks.count) }

    /// Signs the next change.
    mutating func sign(_ action: Change.Action, context: SeenContext) throws {
        let change = Change(
            time: HybridTime(milliseconds: 1_700_000_000_000), author: "", context: context, action: action)
        let signed = try Chunk.signed(
            first: last + 1, previous: chain, changes: [change], log: name, network: replica.root.network,
            keys: replica.keys)
        chunks.append(signed.chunk)
        chain = signed.final
        dots.append(SeenDot(replica: name.replica, sequence: last, chainPrefix: chain.prefix))
    }
}

/// Two honest devices of a station and some that are not, and a host that cuts off their logs.
struct DividedStation {
    let network: TestNetwork
    let honest: [TestReplica]
    let dishonest: [TestReplica]
    private let host: TestReplica

    init(dishonest count: Int) throws {
        network = try TestNetwork(stations: 2 + count)
        honest = Array(network.replicas.prefix(2))
        dishonest = Array(network.replicas.dropFirst(2))
        host = try network.join("host", at: TestNetwork.district)
        for replica in network.stationReplicas {
            try host.meet(replica, standing: .enrolled)
            try replica.meet(host, standing: .enrolled)
        }
    }

    /// Every change of a log so far that a device wrote by the program, as contexts name it.
    func seenDots(of replica: TestReplica) throws -> [SeenDot] {
        try (replica.chunks[replica.log] ?? []).map { chunk in
            SeenDot(
                replica: replica.replica, sequence: chunk.last,
                chainPrefix: try chunk.verified(network: network.network).final.prefix)
        }
    }

    /// The host's word that a log counts up to a number; each device has yet to hear it.
    func publishCut(of log: DishonestLog, at sequence: UInt64) throws {
        let prefix = sequence == 0 ? 0 : log.dots[Int(sequence) - 1].chainPrefix
        _ = try host.begin(
            [
                "key": .text(Data(log.name.replica.bytes).base64EncodedString()), "place": .text("\(log.name.place)"),
                "sequence": .integer(Int64(sequence)), "chain": .text(String(prefix, radix: 16)),
            ], form: Notice.cut.rawValue, at: TestNetwork.district.notices)
    }

    func hearHost(_ replica: TestReplica) throws {
        try replica.receiveAll(from: host, at: TestNetwork.district.notices)
    }
}
