import Causality
import FieldRecords
import Foundation
import Membership
import Store
import Synchronization
import Testing

@Suite("One identity, one sequence of numbers")
struct IdentityTests {
    private func isTaken(_ body: () throws -> Void) rethrows -> Bool {
        do { try body() } catch StoreError.identityTaken { return true }
        return false
    }

    /// The store's file as it is now, without what WAL still holds beside it.
    private func copy(_ replica: TestReplica, to home: String) throws {
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try replica.store.copy(to: home + "/" + Store.fileName)
    }

    private func write(_ store: Store, as replica: TestReplica, _ record: RecordID) throws {
        try store.write { session in
            try session.append(
                .edit(record, Change.Writing(patch: Patch(["a": .integer(9)]))), at: TestNetwork.station, author: "",
                time: try session.tick(wall: replica.wall), writer: replica.writer)
            try session.signHeads(writer: replica.writer)
        }
    }

    @Test("a file from an earlier moment is found out, and only a succession may write to it")
    func restored() throws {
        let network = try TestNetwork(stations: 1)
        let one = network.replicas[0]
        let record = try one.begin(["a": .integer(1)])
        let home = network.folder + "/restored"
        try copy(one, to: home)
        try one.edit(record, ["a": .integer(2)])

        let copy = try Store.open(home: home, sidecar: Sidecar(explicit: one.sidecar, environment: [:]))
        #expect(try isTaken { try write(copy, as: one, record) })
        #expect(try copy.read { try $0.held(of: [TestNetwork.station])[one.log]?.sequence } == 1)
        try copy.write(identityMayBeTaken: true) { try $0.set(.succession, "restored") }
        #expect(try isTaken { try write(copy, as: one, record) })
        try one.edit(record, ["a": .integer(3)])
    }

    @Test("of a file and its copy the first to write keeps the identity")
    func copied() throws {
        let network = try TestNetwork(stations: 1)
        let one = network.replicas[0]
        let record = try one.begin(["a": .integer(1)])
        let home = network.folder + "/copy"
        try copy(one, to: home)
        let copy = try Store.open(home: home, sidecar: Sidecar(explicit: one.sidecar, environment: [:]))
        try write(copy, as: one, record)
        #expect(try isTaken { try one.edit(record, ["a": .integer(2)]) })
        try write(copy, as: one, record)
    }

    @Test("a folder that moves keeps its identity")
    func moved() throws {
        let network = try TestNetwork(stations: 1)
        let one = network.replicas[0]
        let record = try one.begin(["a": .integer(1)])
        let home = network.folder + "/moved"
        try copy(one, to: home)
        let moved = try Store.open(home: home, sidecar: Sidecar(explicit: one.sidecar, environment: [:]))
        for _ in 0..<3 { #expect(try !isTaken { try write(moved, as: one, record) }) }
    }

    @Test("eight writers at once through stores of their own give no number twice and lose nothing")
    func writers() throws {
        let network = try TestNetwork(stations: 1)
        let one = network.replicas[0]
        let numbers = Mutex<[(record: UInt64, change: UInt64, time: HybridTime)]>([])
        let failures = Mutex<[String]>([])
        let (home, sidecar, writer, wall) = (one.home, one.sidecar, one.writer, one.wall)
        let group = DispatchGroup()
        for _ in 0..<8 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                do {
                    let store = try Store.open(home: home, sidecar: Sidecar(explicit: sidecar, environment: [:]))
                    for _ in 0..<8 {
                        let given = try store.write { session in
                            let record = try session.nextRecordNumber()
                            let time = try session.tick(wall: wall)
                            let change = try session.append(
                                .begin(
                                    RecordID(replica: writer.keys.replica, number: record),
                                    FormReference(name: "visit", version: "1"),
                                    Change.Writing(patch: Patch(["a": .integer(Int64(record))]))),
                                at: TestNetwork.station, author: "", time: time, writer: writer)
                            try session.signHeads(writer: writer)
                            return (record, change, time)
                        }
                        numbers.withLock { $0.append(given) }
                    }
                } catch { failures.withLock { $0.append("\(error)") } }
            }
        }
        group.wait()
        #expect(failures.withLock { $0 } == [])
        let given = numbers.withLock { $0 }
        #expect(given.map(\.record).sorted() == Array(1...64))
        #expect(given.map(\.change).sorted() == Array(1...64))
        #expect(Set(given.map(\.time)).count == 64)
        #expect(try one.store.read { try $0.summary().records } == 64)
        #expect(try one.problems() == [])
    }
}
