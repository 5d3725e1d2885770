import Causality
import FieldRecords
import GRDB
import GRDBSQLite
import Testing

@testable import Store

@Suite("The numbers for status")
struct SummaryTests {
    /// Two devices with records in conflict at the first, one of them deleted by the second.
    private static func network(conflicts: Int) throws -> TestNetwork {
        let network = try TestNetwork(stations: 2)
        let (one, two) = (network.replicas[0], network.replicas[1])
        let records = try (0..<conflicts + 2).map { try one.begin(["a": .text("\($0)"), "b": .text("x")]) }
        try two.receiveAll(from: one)
        for record in records.prefix(conflicts) {
            try one.edit(record, ["a": .text("甲")])
            try two.edit(record, ["a": .text("乙")])
        }
        try two.save(.delete(records[conflicts]))
        try exchangeAll(network.replicas)
        return network
    }

    @Test("a file of this version without the indexes that came later gets them, and tells the same")
    func laterIndexes() throws {
        let network = try Self.network(conflicts: 3)
        let replica = network.replicas[0]
        let before = try replica.store.read { try $0.summary() }
        #expect(before.conflicts == 3)
        #expect(before.records == 4)
        try replica.store.write { session in
            for (name, _) in Schema.laterIndexes { try session.db.execute(sql: "DROP INDEX \(name)") }
        }
        let opened = try replica.openAgain()
        #expect(try opened.read { try Schema.hasLaterIndexes($0.db) })
        let after = try opened.read { try $0.summary() }
        #expect(after.conflicts == before.conflicts && after.records == before.records)
        #expect(after.photosHeld == before.photosHeld && after.photosMissing == before.photosMissing)
        #expect(try replica.problems() == [])
    }

    @Test("they cost the same however many records there are")
    func cost() throws {
        let network = try Self.network(conflicts: 3)
        let replica = network.replicas[0]
        func pages() throws -> Int32 {
            try replica.store.read { reading in
                let before = Self.pagesRead(reading.db)
                _ = try reading.summary()
                return Self.pagesRead(reading.db) - before
            }
        }
        let few = try pages()
        try replica.store.write { session in
            for number in 1_000..<4_000 {
                let record = RecordID(replica: replica.replica, number: UInt64(number))
                let writing = Change.Writing(patch: Patch(["a": .text("多")]))
                try session.append(
                    .begin(record, FormReference(name: "visit", version: "1"), writing), at: TestNetwork.station,
                    author: "", time: try session.tick(wall: replica.wall), writer: replica.writer)
            }
            try session.signHeads(writer: replica.writer)
        }
        #expect(try replica.store.read { try $0.summary().records } == 3_004)
        #expect(try pages() < few * 2 + 10)
    }

    /// How many pages a connection has asked for so far, from memory or from the file.
    private static func pagesRead(_ db: Database) -> Int32 {
        [SQLITE_DBSTATUS_CACHE_HIT, SQLITE_DBSTATUS_CACHE_MISS].reduce(0) { sum, what in
            var (now, highest): (Int32, Int32) = (0, 0)
            sqlite3_db_status(db.sqliteConnection, what, &now, &highest, 0)
            return sum + now
        }
    }
}
