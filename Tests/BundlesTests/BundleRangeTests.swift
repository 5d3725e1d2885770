import Bundles
import Causality
import FieldRecords
import Membership
import Seeds
import Testing

/// The header of a bundle names its ranges in clear; a receiver plans by it, so frames must keep its word.
@Suite("The ranges that a bundle announces")
struct BundleRangeTests {
    private func reasons(_ errors: [BundlesError]) -> [BundlesError.Reason] {
        errors.compactMap { if case .damaged(let damage) = $0 { damage.reason } else { nil } }
    }

    @Test("a chunk that is not announced is damage, and its frame gives nothing")
    func notAnnounced() throws {
        let fixture = try Fixture()
        let chunk = try #require(try fixture.chunks(Sample.changes()).first).chunk
        let forged = try fixture.forged(try fixture.bundle([]), frames: [[.chunk(chunk)]])
        let reading = Reading(forged, with: fixture.host)
        #expect(reading.sections.isEmpty)
        #expect(reasons(reading.errors) == [.rangeNotAnnounced(chunk.range)])
    }

    @Test("an announced range that does not come, or not to its end, is damage")
    func missing() throws {
        let fixture = try Fixture()
        let chunks = try fixture.chunks(Sample.changes(), chunkChangesMax: 1)
        let good = try fixture.bundle(chunks.map { .chunk($0.chunk) })
        let forged = try fixture.forged(good, frames: [[.chunk(chunks[0].chunk)]])
        let reading = Reading(forged, with: fixture.host)
        #expect(reading.sections == [.chunk(chunks[0].chunk)])
        #expect(
            reasons(reading.errors) == [.rangesMissing([LogRange(log: fixture.log, from: 2, through: 3)])])
    }

    @Test("a chunk left out of the middle, or given twice, is damage")
    func outOfOrder() throws {
        let fixture = try Fixture()
        let chunks = try fixture.chunks(Sample.changes(), chunkChangesMax: 1)
        let good = try fixture.bundle(chunks.map { .chunk($0.chunk) })
        for order in [[0, 2], [0, 0, 1, 2], [1, 0, 2]] {
            let forged = try fixture.forged(good, frames: order.map { [.chunk(chunks[$0].chunk)] })
            #expect(!Reading(forged, with: fixture.host).errors.isEmpty)
        }
        let forged = try fixture.forged(good, frames: [0, 1, 2].map { [.chunk(chunks[$0].chunk)] })
        #expect(Reading(forged, with: fixture.host).errors.isEmpty)
    }

    @Test("a range that begins late, and many logs, are fine")
    func manyLogs() throws {
        let fixture = try Fixture()
        let notices = LogID(replica: fixture.station.replica, place: fixture.log.place.notices)
        let late = try fixture.chunks(Sample.changes(), chunkChangesMax: 2)[1].chunk
        let whole = try #require(try fixture.chunks(Sample.changes(), of: notices).first).chunk
        let bundle = try fixture.bundle([.chunk(late), .chunk(whole)])
        let reading = Reading(bundle, with: fixture.host)
        #expect(reading.errors.isEmpty)
        #expect(reading.sections == [.chunk(late), .chunk(whole)])
    }

    @Test("a frame takes a thousand changes, then the next begins")
    func framesFill() throws {
        let fixture = try Fixture()
        var workload = IssueWorkload(seed: 3, replica: fixture.station.replica)
        let chunks = try fixture.chunks(workload.saves(2_400), chunkChangesMax: 400)
        let bundle = try fixture.bundle(chunks.map { .chunk($0.chunk) })
        // 800, 800 and 800: a third chunk would bring a frame to 1,200.
        #expect(try BundleInspection(supply(bundle)).frames == 3)
        #expect(Reading(bundle, with: fixture.host).sections.count == 6)
    }

    @Test("photos fill frames of their own")
    func photosFill() throws {
        let fixture = try Fixture()
        var random = SeededRandom(5)
        let digest = random.bytes(32)
        let pieces = (0..<5 as Range<UInt64>).map { index in
            BundleSection.blob(
                BlobPiece(
                    digest: digest, totalBytes: 5 << 19, offset: index << 19,
                    bytes: [UInt8](repeating: UInt8(index), count: BlobPiece.bytesMax)))
        }
        let bundle = try fixture.bundle(pieces, photos: .init(count: 1, bytes: 5 << 19))
        #expect(try BundleInspection(supply(bundle)).frames == 5)
        #expect(Reading(bundle, with: fixture.host).sections == pieces)
    }
}
