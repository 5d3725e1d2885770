import Bundles
import FieldRecords
import Membership
import Seeds
import Testing

@Suite("A frame")
struct FrameTests {
    @Test("reads back what was packed", arguments: [0, 1, 100, 70_000, Frame.rawBytesMax])
    func roundTrip(count: Int) throws {
        let zeros = [UInt8](repeating: 0, count: count)
        #expect(try Frame.unpacked(try Frame.packed(zeros)) == zeros)
    }

    @Test("what does not deflate is stored, five bytes longer and no more")
    func stored() throws {
        var random = SeededRandom(1)
        let noise = random.bytes(10_000)
        let packed = try Frame.packed(noise)
        #expect(packed.count == noise.count + 5)
        #expect(try Frame.unpacked(packed) == noise)
    }

    @Test("a size other than the true one is refused: inflating stops there")
    func otherSizes() throws {
        let packed = try Frame.packed([UInt8](repeating: 0, count: 1_000_000))
        #expect(packed.count < 2_000)
        for size in [0, 1, 999_999, 1_000_001] as [UInt32] {
            var forged = packed
            for index in 0..<4 { forged[1 + index] = UInt8(truncatingIfNeeded: size >> UInt32(24 - 8 * index)) }
            #expect(throws: BundlesError.self) { try Frame.unpacked(forged) }
        }
    }

    @Test("a size beyond the limit is refused before anything is allocated")
    func hugeSize() throws {
        #expect(
            throws: BundlesError.tooLarge(
                part: "frame", count: 0xFFFF_FFFF, max: UInt64(Frame.rawBytesMax), offset: 1)
        ) {
            try Frame.unpacked([1, 0xFF, 0xFF, 0xFF, 0xFF, 0])
        }
    }

    @Test("bytes after the deflated ones, and every cut, are refused")
    func otherLengths() throws {
        let packed = try Frame.packed(Array(repeating: 65, count: 500))
        #expect(throws: BundlesError.self) { try Frame.unpacked(packed + [0]) }
        for count in packed.indices {
            #expect(throws: BundlesError.self) { try Frame.unpacked(Array(packed.prefix(count))) }
        }
    }

    @Test("an unknown method and an unknown kind of section are of a newer version")
    func newer() throws {
        #expect(throws: BundlesError.madeByNewerVersion(what: "frame method", number: 2)) {
            try Frame.unpacked([2, 0, 0, 0, 0])
        }
        #expect(throws: BundlesError.madeByNewerVersion(what: "section kind", number: 99)) {
            try BundleSection.sections(in: [99, 0, 0, 0, 0])
        }
    }

    @Test("sections read back, and none is longer than its frame")
    func sections() throws {
        let fixture = try Fixture()
        let chunk = try #require(try fixture.chunks(Sample.changes()).first).chunk
        let piece = BlobPiece(digest: [UInt8](repeating: 3, count: 32), totalBytes: 10, offset: 7, bytes: [1, 2, 3])
        let sections: [BundleSection] = [.identities([fixture.stationIdentity]), .chunk(chunk), .blob(piece)]
        var bytes: [UInt8] = []
        for section in sections { section.append(to: &bytes) }
        #expect(try BundleSection.sections(in: bytes) == sections)
        #expect(throws: BundlesError.self) { try BundleSection.sections(in: Array(bytes.dropLast())) }
    }

    @Test("identities go into as few sections as take them, however long each is")
    func identities() throws {
        let fixture = try Fixture()
        var (longest, keys) = (fixture.stationIdentity, fixture.station)
        while longest.successions.count < Identity.successionsMax {
            let next = DeviceKeys.generate()
            longest = try longest.succeeded(by: next, signedWith: keys, root: fixture.root.certificate)
            keys = next
        }
        for (identity, sectionCount) in [(fixture.stationIdentity, 2), (longest, 4)] {
            let all = [Identity](repeating: identity, count: 2_000)
            let sections = BundleSection.sections(of: all)
            #expect(sections.count == sectionCount)
            var read: [Identity] = []
            for section in sections {
                var bytes: [UInt8] = []
                section.append(to: &bytes)
                guard case .identities(let some)? = try BundleSection.sections(in: bytes).first else { continue }
                read += some
            }
            #expect(read == all)
        }
        #expect(BundleSection.sections(of: []).isEmpty)
    }

    @Test("a piece that reaches beyond its file is refused")
    func overlongPiece() {
        var bytes: [UInt8] = [4, 0, 0, 0, 51] + [UInt8](repeating: 3, count: 32)
        bytes += [0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 7, 1, 2, 3]
        #expect(throws: BundlesError.malformed(part: "blob piece", offset: 48)) {
            try BundleSection.sections(in: bytes)
        }
    }
}
