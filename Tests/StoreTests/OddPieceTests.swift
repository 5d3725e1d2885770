import Crypto
import FieldRecords
import GRDB
import Seeds
import Testing

@testable import Store

@Suite("Pieces of a photo that are cut or told otherwise")
struct OddPieceTests {
    private static let content = BlobTests.content

    private static func piece(_ range: Range<Int>, of content: [UInt8] = content) -> Piece {
        (Int64(range.lowerBound), Array(content[range]))
    }

    private static func isWhole(_ digest: [UInt8], in store: Store) throws -> Bool {
        try store.read { try $0.blob(digest)?.bytes } == Int64(content.count)
    }

    private static func waitingBytes(in store: Store) throws -> Int64 {
        try store.read { try $0.integer("SELECT coalesce(sum(length(content)), 0) FROM blob_piece") ?? 0 }
    }

    @Test("another cut, pieces that overlap and ones that are wrong keep no photo out that comes whole after them")
    func before() throws {
        let odd: [[Piece]] = [
            [Self.piece(20_000..<40_000)], [Self.piece(99_900..<100_000)], [(7, [90])],
            [Self.piece(0..<30_000), Self.piece(30_000..<60_000)], [(40_000, [UInt8](repeating: 0, count: 40_000))],
            (1..<40).map { Self.piece(($0 * 1_000)..<($0 * 1_000 + 1)) },
            (0..<50).map { Self.piece(($0 * 100)..<($0 * 100 + 200)) },
        ]
        for (number, first) in odd.enumerated() {
            let (network, digest) = try BlobTests.pair(Self.content)
            let store = network.replicas[1].store
            for piece in first { #expect(try store.write { try $0.take(piece, of: digest) }, "\(number)") }
            for piece in BlobTests.pieces(Self.content, of: 40_000) {
                #expect(try store.write { try $0.take(piece, of: digest) }, "\(number)")
            }
            #expect(try Self.isWhole(digest, in: store), "\(number)")
            #expect(try store.read { try $0.blobPiece(digest, offset: 0, count: 1 << 20) } == Self.content)
            #expect(try Self.waitingBytes(in: store) == 0)
        }
    }

    @Test("a photo of which chance cut the pieces is whole once each byte came, and none waits twice", arguments: 0..<8)
    func chance(seed: Int) throws {
        let (network, digest) = try BlobTests.pair(Self.content)
        let store = network.replicas[1].store
        var random = SeededRandom(UInt64(seed))
        var isThere = [Bool](repeating: false, count: Self.content.count)
        while isThere.contains(false) {
            let start = max(0, random.below(Self.content.count + 5_000) - 5_000)
            let end = min(Self.content.count, start + 1 + random.below(random.oneIn(4) ? 50_000 : 10_000))
            isThere.replaceSubrange(start..<end, with: repeatElement(true, count: end - start))
            #expect(try store.write { try $0.take(Self.piece(start..<end), of: digest) })
            let waiting = try Self.waitingBytes(in: store)
            #expect(waiting == (isThere.contains(false) ? Int64(isThere.count { $0 }) : 0))
        }
        #expect(try Self.isWhole(digest, in: store))
    }

    @Test("a piece that was there already takes the place of no larger one")
    func within() throws {
        let (network, digest) = try BlobTests.pair(Self.content)
        let store = network.replicas[1].store
        for piece in [Self.piece(0..<50_000), Self.piece(10..<20), Self.piece(49_000..<50_000)] {
            #expect(try store.write { try $0.take(piece, of: digest) })
            #expect(try Self.waitingBytes(in: store) == 50_000)
        }
        #expect(try store.write { try $0.take(Self.piece(50_000..<100_000), of: digest) })
        #expect(try Self.isWhole(digest, in: store))
    }

    @Test("a photo in a thousand crumbs waits in few rows, and crumbs with gaps between them are bounded")
    func crumbs() throws {
        let (network, digest) = try BlobTests.pair(Self.content)
        let store = network.replicas[1].store
        func rows() throws -> Int64 { try store.read { try $0.integer("SELECT count(*) FROM blob_piece") ?? 0 } }
        try store.write { session in
            for start in stride(from: 0, to: 99_900, by: 100) {
                _ = try session.take(Self.piece(start..<start + 100), of: digest)
            }
        }
        #expect(try rows() == 1)
        try store.write { session in
            for start in stride(from: 0, to: 2_400, by: 2) {
                _ = try session.take(Self.piece(start..<start + 1), of: digest, total: 99_999)
                _ = try session.take((Int64(start + 200_000), [1]), of: digest, total: 1 << 20)
            }
        }
        #expect(try rows() <= 1_024)
        for piece in BlobTests.pieces(Self.content, of: 40_000) {
            #expect(try store.write { try $0.take(piece, of: digest) })
        }
        #expect(try Self.isWhole(digest, in: store))
    }

    @Test(
        "what a record says of the size keeps no true photo out and lets no false one in",
        arguments: [0, 5, 99_999, 100_001, 1 << 30, .max] as [Int64])
    func falseSize(bytes: Int64) throws {
        let network = try TestNetwork(stations: 1)
        let digest = Array(SHA256.hash(data: Self.content))
        let file = FileReference(digest: digest, bytes: bytes, mediaType: "image/jpeg")
        _ = try network.replicas[0].begin(["photo": .file(file)])
        let store = network.replicas[0].store
        let cut = Array(Self.content.prefix(Int(min(bytes, 99_999))))
        #expect(try store.write { try $0.take((0, cut), of: digest, total: Int64(cut.count)) } == false)
        #expect(try store.write { try $0.take((0, [1]), of: digest, total: 65 << 20) })
        #expect(try Self.waitingBytes(in: store) == 0)
        for piece in BlobTests.pieces(Self.content, of: 40_000) {
            #expect(try store.write { try $0.take(piece, of: digest) })
        }
        #expect(try Self.isWhole(digest, in: store))
    }

    @Test("of two sizes that are told of one photo the one that its name confirms counts, whichever came first")
    func twoSizes() throws {
        for sizes in [[99_000, 100_000], [101_000, 100_000], [50_000, 101_000, 100_000]] {
            let (network, digest) = try BlobTests.pair(Self.content)
            let store = network.replicas[1].store
            let content = Self.content + [UInt8](repeating: 0, count: 1_000)
            for size in sizes {
                for piece in BlobTests.pieces(Array(content.prefix(size)), of: 45_000) {
                    _ = try store.write { try $0.take(piece, of: digest, total: Int64(size)) }
                }
            }
            #expect(try Self.isWhole(digest, in: store), "\(sizes)")
        }
    }
}
