import Bundles
import FieldRecords
import GRDB
import Seeds
import Testing

@testable import Store

@Suite("Records with long notes")
struct LongNoteTests {
    /// Text that hardly deflates, not with the same beside it either: it is longer than zlib looks back.
    private static let note: String = {
        var random = SeededRandom(1)
        let signs = Array("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        return String(decoding: random.bytes(48 << 10).map { signs[Int($0) % signs.count] }, as: UTF8.self)
    }()

    private static func frames(_ replica: TestReplica) throws -> [[UInt8]?] {
        try replica.store.read { reading in
            var frames: [[UInt8]?] = []
            let held = try reading.held(of: [TestNetwork.station])[replica.log]?.sequence ?? 0
            try reading.pieces(of: replica.log, from: 1, through: held) { frames.append(try $0.frame) }
            return frames
        }
    }

    /// Saves some notes in one transaction, which makes one chunk.
    private static func save(_ notes: Int, at replica: TestReplica) throws {
        try replica.store.write { session in
            for _ in 0..<notes {
                let record = RecordID(replica: replica.replica, number: try session.nextRecordNumber())
                let writing = Change.Writing(patch: Patch(["note": .text("\(record.number) \(note)")]))
                try session.append(
                    .begin(record, FormReference(name: "visit", version: "1"), writing), at: TestNetwork.station,
                    author: "", time: try session.tick(wall: replica.wall), writer: replica.writer)
            }
            try session.signHeads(writer: replica.writer)
        }
    }

    @Test("a chunk of few long changes goes out in the frame in which it is kept, unless its log has two histories")
    func frames() throws {
        let network = try TestNetwork(stations: 2)
        let (one, two) = (network.replicas[0], network.replicas[1])
        try Self.save(30, at: one)
        try Self.save(1, at: one)
        let frames = try Self.frames(one)
        #expect(frames.count == 4)
        #expect(frames.dropLast().allSatisfy { $0 != nil })
        #expect(frames.last == .some(nil), "what is small waits for its neighbours")
        for frame in frames.compactMap(\.self) { try two.receive(try Chunk(frame: frame)) }
        try two.receiveAll(from: one)
        #expect(try two.digest() == one.digest())

        try one.store.write { session in
            let log = try session.logNumber(one.log)
            try session.run("INSERT INTO fork (log, sequence, kept, other) VALUES (?, 1, 1, 2)", [log])
        }
        #expect(try Self.frames(one).allSatisfy { $0 == nil })
    }

    @Test("however many are read or taken in, chunks in memory take no more than their bound, and records are counted")
    func bounds() throws {
        let network = try TestNetwork(stations: 2)
        let (one, two) = (network.replicas[0], network.replicas[1])
        for _ in 0..<10 { try Self.save(60, at: one) }
        let all = 600 * Self.note.utf8.count
        try #require(all > MemoryBounds.chunkBytesMax)
        try one.store.read { reading in
            let log = try #require(try reading.logNumber(one.log))
            try reading.heldChunks(of: log) { chunk in
                try reading.content(of: chunk)
                #expect(reading.heldChunks.bytes <= MemoryBounds.chunkBytesMax)
                return true
            }
        }
        let chunks = try one.export(one.log)
        try two.store.write { session in
            for chunk in chunks {
                try session.receive(try chunk.verified(network: network.network), network: network.network) {
                    chunk.encoded
                }
                #expect(session.heldChunks.bytes <= MemoryBounds.chunkBytesMax)
            }
            #expect(session.records.bytes > all, "what a record shows came after the record was first met")
        }
        #expect(try two.digest() == one.digest())
    }
}
