import Bundles
import Causality
import FieldRecords
import Foundation
import Membership
import Store
import Testing

@Suite("Personal values on a branch that lost its name")
struct BranchValuesTests {
    private static let secret = "张三丰一三八"

    /// A device, a copy of its file that went on under the same name and lost it, and the identity that both would issue
    /// the lost changes under.
    private struct Fork {
        let network: TestNetwork
        let one: TestReplica
        let copy: Store
        let record: RecordID
        /// What was written on the copy.
        let lost: [Chunk]

        var heir: Writer { network.replicas[1].writer }

        /// - Parameter actions: what is written on the copy, about the record that both have.
        static func lost(_ actions: (RecordID) -> [Change.Action]) throws -> Fork {
            // The smaller hash keeps the name, so it takes a few attempts.
            while true {
                let network = try TestNetwork(stations: 2)
                let one = network.replicas[0]
                let record = try one.begin(["kind": .text("visit")])
                let home = network.folder + "/copy"
                try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
                try one.store.copy(to: home + "/" + Store.fileName)
                let sidecar = Sidecar(explicit: network.folder + "/elsewhere", environment: [:])
                let copy = try Store.open(home: home, sidecar: sidecar)
                try copy.write { session in
                    for action in actions(record) {
                        _ = try session.append(
                            action, at: TestNetwork.station, author: "", time: try session.tick(wall: one.wall),
                            writer: one.writer)
                    }
                    try session.signHeads(writer: one.writer)
                }
                try one.edit(record, ["kind": .text("talk")])
                let lost = try chunks(of: one.log, from: 2, in: copy)
                let kept = try one.export(one.log, from: 2)
                let hashes = try [kept, lost].map { try $0[0].verified(network: network.network).prefixes[0] }
                guard hashes[0] < hashes[1] else { continue }
                return Fork(network: network, one: one, copy: copy, record: record, lost: lost)
            }
        }

        static func chunks(of log: LogID, from: UInt64 = 1, in store: Store) throws -> [Chunk] {
            var chunks: [Chunk] = []
            try store.read { reading in
                guard let mark = try reading.held(of: [log.place])[log] else { return }
                try reading.chunks(of: log, from: from, through: mark.sequence) { chunks.append($0) }
            }
            return chunks
        }

        /// Issues anew in a store what can be of the branch there.
        func reissue(in store: Store) throws -> Int {
            try store.read { try $0.ownBranches() }.reduce(0) { count, branch in
                try count + store.write { try $0.reissue(branch, writer: heir) }
            }
        }

        /// The copy learns of the branch that kept the name, and issues its own anew.
        func issuedByCopy() throws -> [Chunk] {
            for chunk in try one.export(one.log, from: 2) {
                try copy.write { session in
                    try session.receive(try chunk.verified(network: network.network), network: network.network) {
                        chunk.encoded
                    }
                }
            }
            _ = try reissue(in: copy)
            return try Fork.chunks(of: LogID(replica: heir.keys.replica, place: TestNetwork.station), in: copy)
        }
    }

    private static func personal() -> Change.Writing {
        Change.Writing(
            patch: Patch([:]),
            personal: .kept(
                values: Patch(["name": .text(secret)]),
                key: Array(repeating: 7, count: PersonalWriting.keyByteCount)))
    }

    @Test("are not lost where the branch comes without them: what was issued anew is waited for")
    func waits() throws {
        let fork = try Fork.lost { [.edit($0, Self.personal())] }
        for chunk in fork.lost { try fork.one.receive(try #require(chunk.erased { _ in true })) }
        #expect(try fork.reissue(in: fork.one.store) == 0)
        #expect(try fork.one.store.read { try $0.ownBranches().count } == fork.lost.count)
        for chunk in try fork.issuedByCopy() { try fork.one.receive(chunk) }
        #expect(try fork.reissue(in: fork.one.store) == 0)
        #expect(try fork.one.store.read { try $0.ownBranches().isEmpty })
        #expect(try fork.one.shown(fork.record)?.fields["name"] == .text(Self.secret))
        #expect(try fork.one.problems() == [])
    }

    @Test("that an erasure on the branch took do not hold up the rest of it")
    func erasedOnBranch() throws {
        let fork = try Fork.lost { [.edit($0, Self.personal()), .erase($0)] }
        for chunk in fork.lost { try fork.one.receive(chunk.erased { _ in true } ?? chunk) }
        #expect(try fork.reissue(in: fork.one.store) == 2)
        #expect(try fork.one.shown(fork.record)?.isErased == true)
        #expect(try fork.one.problems() == [])
    }
}
