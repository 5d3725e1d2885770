import Bundles
import Causality
import FieldRecords
import Foundation
import Membership
import Store
import Testing

/// The host's word travels as notices; what follows from it must not hang on what came first.
@Suite("The host's word on devices")
struct StandingTests {
    private static let notices = TestNetwork.district.notices

    /// A district whose host knows all, with a member notice for each device as `standing` says.
    private struct District {
        let network: TestNetwork
        let host: TestReplica
        var members: [ReplicaID: RecordID] = [:]

        init(stations: Int) throws {
            network = try TestNetwork(stations: stations, enrolled: false)
            host = try network.join("host", at: TestNetwork.district)
            for replica in network.stationReplicas {
                try host.meet(replica, standing: .waiting)
                try replica.meet(host, standing: .enrolled)
                for other in network.stationReplicas { try replica.meet(other, standing: .waiting) }
            }
        }

        mutating func publish(_ standing: Standing, of replica: TestReplica) throws {
            let fields: [String: FieldValue] = [
                "key": .text(Data(replica.replica.bytes).base64EncodedString()), "label": .text(replica.member.label),
                "identity": .text(Data(replica.identity).base64EncodedString()), "standing": .text(standing.rawValue),
            ]
            if let record = members[replica.replica] {
                try host.save(.edit(record, Change.Writing(patch: Patch(fields))), at: notices)
            } else {
                members[replica.replica] = try host.begin(fields, form: Notice.member.rawValue, at: notices)
            }
        }

        func publishCut(
            of replica: TestReplica, at sequence: Int, replacing record: RecordID? = nil
        ) throws -> RecordID {
            let saves = try #require(replica.chunks[replica.log])
            let chain = try saves[sequence - 1].verified(network: network.network).final.prefix
            let fields: [String: FieldValue] = [
                "key": .text(Data(replica.replica.bytes).base64EncodedString()),
                "place": .text("\(replica.log.place)"), "sequence": .integer(Int64(sequence)),
                "chain": .text(String(chain, radix: 16)),
            ]
            guard let record else { return try host.begin(fields, form: Notice.cut.rawValue, at: notices) }
            try host.save(.edit(record, Change.Writing(patch: Patch(fields))), at: notices)
            return record
        }
    }

    @Test("a device that waits is heard and not believed; its enrolment makes all it wrote count")
    func enrolment() throws {
        var district = try District(stations: 2)
        let (one, two) = (district.network.replicas[0], district.network.replicas[1])
        let record = try one.begin(["a": .integer(1)])
        try one.edit(record, ["a": .integer(2)])
        try two.receiveAll(from: one)
        #expect(try two.store.read { try $0.held(of: [TestNetwork.station])[one.log]?.sequence } == 2)
        #expect(try two.shown(record) == nil)
        #expect(try two.digest() == [UInt8](repeating: 0, count: 32))
        #expect(try two.store.read { try $0.stopped().map(\.reason) } == [.notEnrolled])
        #expect(try two.problems() == [])

        try district.publish(.enrolled, of: one)
        try two.receiveAll(from: district.host, at: Self.notices)
        #expect(try two.shown(record)?.fields["a"] == .integer(2))
        #expect(try two.digest() == one.digest())
        #expect(try two.store.read { try $0.storedReplica(one.replica)?.standing } == .enrolled)
        #expect(try two.problems() == [])
    }

    @Test("a cut voids what comes after it, wherever it is learnt first or last, and gives it back when it is raised")
    func cut() throws {
        var district = try District(stations: 3)
        let replicas = district.network.stationReplicas
        let (one, first, last) = (replicas[0], replicas[1], replicas[2])
        for replica in replicas { try district.publish(.enrolled, of: replica) }
        for replica in replicas { try replica.receiveAll(from: district.host, at: Self.notices) }
        let record = try one.begin(["a": .integer(1), "b": .integer(1)])
        try one.edit(record, ["a": .integer(2)])
        try last.receiveAll(from: one)
        let seen = try last.edit(record, ["b": .integer(7)])
        try one.edit(record, ["a": .integer(3)])
        let second = try one.begin(["a": .integer(4)])
        try one.save(.delete(record))
        try last.receiveAll(from: one)
        // What others wrote on what is cut off folds by the same rule.
        try last.edit(second, ["a": .integer(5)])
        try last.edit(record, ["a": .integer(6)], opened: OpenedContext(vector: VersionVector([one.log: 3])))
        #expect(seen.sequence == 1)

        let cut = try district.publishCut(of: one, at: 2)
        try first.receiveAll(from: district.host, at: Self.notices)
        try first.receiveAll(from: last)
        try last.receiveAll(from: district.host, at: Self.notices)
        try one.receiveAll(from: district.host, at: Self.notices)
        try one.receiveAll(from: last)
        try district.host.receiveAll(from: last)

        try expectAlike(replicas + [district.host])
        #expect(try first.shown(second) == nil)
        #expect(try first.shown(record)?.isDeleted == false)
        #expect(try first.shown(record)?.fields == ["a": .integer(6), "b": .integer(7)])

        _ = try district.publishCut(of: one, at: 5, replacing: cut)
        for replica in replicas { try replica.receiveAll(from: district.host, at: Self.notices) }
        try expectAlike(replicas + [district.host])
        #expect(try first.shown(second)?.fields == ["a": .integer(5)])
        #expect(try first.shown(record)?.conflicts == ["deleted"])
        for replica in replicas {
            #expect(try replica.count("SELECT count(*) FROM void") == 0)
        }
    }

    @Test("of a revoked device a log that the host never saw counts for nothing, also where it was read before")
    func unseenLog() throws {
        var district = try District(stations: 2)
        let replicas = district.network.stationReplicas
        for replica in replicas { try district.publish(.enrolled, of: replica) }
        for replica in replicas { try replica.receiveAll(from: district.host, at: Self.notices) }
        let record = try replicas[0].begin(["a": .integer(1)])
        try replicas[1].receiveAll(from: replicas[0])
        #expect(try replicas[1].shown(record) != nil)

        try district.publish(.revoked, of: replicas[0])
        try replicas[1].receiveAll(from: district.host, at: Self.notices)
        try district.host.receiveAll(from: replicas[1])
        try expectAlike([replicas[1], district.host])
    }

    private func expectAlike(_ replicas: [TestReplica]) throws {
        #expect(try Set(replicas.map { try $0.digest() }).count == 1)
        for replica in replicas { #expect(try replica.problems() == []) }
    }
}
