import Crypto
import FieldRecords
import GRDB
import Store
import Testing

@Suite("Photos in the store")
struct BlobTests {
    /// Two devices, a record of the first with a photo, which the second lacks.
    static func pair(_ content: [UInt8]) throws -> (network: TestNetwork, digest: [UInt8]) {
        let network = try TestNetwork(stations: 2)
        let digest = Array(SHA256.hash(data: content))
        let file = FileReference(digest: digest, bytes: Int64(content.count), mediaType: "image/jpeg")
        try network.replicas[0].store.write { try $0.keep(blob: digest, content: content) }
        _ = try network.replicas[0].begin(["photo": .file(file)])
        try network.replicas[1].receiveAll(from: network.replicas[0])
        return (network, digest)
    }

    static func pieces(_ content: [UInt8], of count: Int) -> [Piece] {
        stride(from: 0, to: content.count, by: count).map {
            (Int64($0), Array(content[$0..<min($0 + count, content.count)]))
        }
    }

    static let content = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }

    @Test(
        "a photo is whole with its last piece, in whatever order they come, and reads as it was written",
        arguments: [1, 2, 7])
    func anyOrder(step: Int) throws {
        let (network, digest) = try Self.pair(Self.content)
        let (one, two) = (network.replicas[0].store, network.replicas[1].store)
        var pieces = Self.pieces(Self.content, of: 9_000)
        pieces = (0..<step).flatMap { first in stride(from: first, to: pieces.count, by: step).map { pieces[$0] } }
        for (index, piece) in pieces.enumerated() {
            #expect(try two.read { try $0.summary().photosHeld } == 0)
            let photos = try two.write { session in
                let isSound = try session.take(piece, of: digest)
                #expect(isSound)
                return session.effects.photos
            }
            #expect(photos == (index == pieces.count - 1 ? 1 : 0))
        }
        for store in [one, two] {
            try store.read { reading in
                var read: [UInt8] = []
                try reading.blobPieces(digest, bytes: Int64(Self.content.count), count: 7_001) { offset, bytes in
                    #expect(offset == Int64(read.count))
                    read += bytes
                }
                #expect(read == Self.content)
                #expect(try reading.blobPiece(digest, offset: 99_990, count: 100) == Array(Self.content.suffix(10)))
                #expect(try reading.blobPiece(digest, offset: 100_000, count: 100) == [])
                #expect(try reading.summary().photosHeld == 1)
                #expect(try reading.summary().photosMissing == 0)
                #expect(try reading.heldBlobs(of: [TestNetwork.station]) == 1)
                #expect(try reading.heldBlobs(of: [TestNetwork.station], among: [digest, [1, 2, 3]]) == 1)
                #expect(try reading.heldBlobs(of: [TestNetwork.district], among: [digest]) == 0)
            }
            #expect(try store.integrityProblems() == [])
        }
        // Once more changes nothing.
        try two.write { session in
            let isSound = try session.take(pieces[0], of: digest)
            #expect(isSound)
            #expect(session.effects.photos == 0)
        }
    }

    @Test("pieces that are not what the name says are dropped, and the right ones may come after")
    func wrongContent() throws {
        let (network, digest) = try Self.pair(Self.content)
        let store = network.replicas[1].store
        var wrong = Self.content
        wrong[50_000] ^= 1
        for content in [wrong, Self.content] {
            let pieces = Self.pieces(content, of: 40_000)
            for piece in pieces {
                let isSound = try store.write { try $0.take(piece, of: digest) }
                #expect(isSound == (content == Self.content || piece.offset != pieces.last?.offset))
            }
            #expect(try store.read { try $0.summary().photosHeld } == (content == Self.content ? 1 : 0))
        }
        #expect(try store.read { try $0.blobPiece(digest, offset: 0, count: 1 << 20) } == Self.content)
    }

    @Test("a piece that lies beyond its file is none", arguments: [-1, 90_001, 100_001, .max] as [Int64])
    func beyondTheEnd(offset: Int64) throws {
        let (network, digest) = try Self.pair(Self.content)
        let store = network.replicas[1].store
        let piece = Array(Self.content.suffix(10_000))
        #expect(try store.write { try $0.take((offset, piece), of: digest) } == false)
        #expect(try store.write { try $0.take((90_000, piece), of: digest) })
    }

    @Test("the size of a held file is its own, whatever a change says of it", arguments: [0, 1, .max] as [Int64])
    func falseSize(bytes: Int64) throws {
        let network = try TestNetwork(stations: 1)
        let digest = Array(SHA256.hash(data: Self.content))
        let file = FileReference(digest: digest, bytes: bytes, mediaType: "image/jpeg")
        _ = try network.replicas[0].begin(["photo": .file(file)])
        let store = network.replicas[0].store
        try store.write { try $0.keep(blob: digest, content: Self.content) }
        #expect(try store.read { try $0.blobs(of: [TestNetwork.station], held: true).map(\.bytes) } == [100_000])
        #expect(try store.read { try $0.blob(digest)?.bytes } == 100_000)
    }

    @Test("an empty file is held, too")
    func empty() throws {
        let (network, digest) = try Self.pair([])
        try network.replicas[0].store.read { reading in
            #expect(try reading.blob(digest)?.bytes == 0)
            #expect(try reading.blobPiece(digest, offset: 0, count: 10) == [])
            try reading.blobPieces(digest, bytes: 0, count: 10) { _, _ in Issue.record("nothing is in it") }
        }
    }
}

typealias Piece = (offset: Int64, bytes: [UInt8])

extension StoreWriting {
    /// Of a file of 100,000 bytes where nothing else is said.
    func take(_ piece: Piece, of digest: [UInt8], total: Int64 = 100_000) throws -> Bool {
        try take(piece: piece.bytes, of: digest, offset: piece.offset, total: total)
    }
}
