import Bundles
import Causality
import FieldRecords
import Membership
import Testing

@Suite("A bundle")
struct BundleFileTests {
    @Test("brings what was put in, however little comes at once", arguments: [1, 7, 4_096, .max] as [Int])
    func roundTrip(stepBytes: Int) throws {
        let fixture = try Fixture()
        var random = RandomChanges(seed: 1, own: fixture.station.replica)
        let chunks = try fixture.chunks(random.changes(300), chunkChangesMax: 90)
        let receipt = try SignedReceipt.sign(
            Receipt(
                replica: fixture.station.replica, number: 1, time: HybridTime(bits: 1), places: [], entries: [],
                missing: []),
            network: fixture.network, keys: fixture.station)
        let piece = BlobPiece(digest: [UInt8](repeating: 1, count: 32), totalBytes: 3, offset: 0, bytes: [1, 2, 3])
        var sections: [BundleSection] = [.identities([fixture.stationIdentity])]
        sections += chunks.map { .chunk($0.chunk) }
        sections += [.receipt(receipt), .blob(piece)]
        let photos = BundleHeader.Photos(count: 1, bytes: 3)
        let bundle = try fixture.bundle(sections, photos: photos)

        let reading = Reading(bundle, with: fixture.host, stepBytes: stepBytes)
        #expect(reading.errors.isEmpty)
        #expect(reading.sections == sections)

        let reader = try BundleReader(supply(bundle, stepBytes: stepBytes))
        #expect(try reader.verifySender(against: fixture.root.certificate).replica == fixture.station.replica)
        let inspection = try BundleInspection(supply(bundle, stepBytes: stepBytes))
        #expect(inspection.header == reader.header)
        #expect(inspection.header.network == fixture.network)
        #expect(inspection.header.photos == photos)
        #expect(inspection.header.ranges == [LogRange(log: fixture.log, from: 1, through: 300)])
        #expect(inspection.frames == 2)
        #expect(inspection.bytes == UInt64(bundle.count))
        #expect(inspection.isWhole)
    }

    @Test("with nothing to say has one frame with nothing in it")
    func empty() throws {
        let fixture = try Fixture()
        let bundle = try fixture.bundle([])
        let reading = Reading(bundle, with: fixture.host)
        #expect(reading.errors.isEmpty && reading.sections.isEmpty)
        #expect(try BundleInspection(supply(bundle)).frames == 1)
    }

    @Test("with any one byte altered brings an error and nothing of its content")
    func flips() throws {
        let fixture = try Fixture()
        let bundle = try fixture.bundle(try fixture.chunks(Sample.changes()).map { .chunk($0.chunk) })
        for index in bundle.indices {
            for mask in [0x01, 0x80] as [UInt8] {
                var altered = bundle
                altered[index] ^= mask
                let reading = Reading(altered, with: fixture.host)
                #expect(!reading.errors.isEmpty && reading.sections.isEmpty, "byte \(index)")
            }
        }
    }

    @Test("cut anywhere says that it is cut off, and nothing of a cut frame is given")
    func truncations() throws {
        let fixture = try Fixture()
        let chunks = try fixture.chunks(Sample.changes() + [Sample.mark(own: 3)], chunkChangesMax: 2)
        let good = try fixture.bundle(chunks.map { .chunk($0.chunk) })
        // Two frames by hand: the writer would put so little into one.
        let bundle = try fixture.forged(good, frames: chunks.map { [.chunk($0.chunk)] })
        #expect(Reading(bundle, with: fixture.host).errors.isEmpty)
        var whole: Set<Int> = []
        for count in 1..<bundle.count {
            let reading = Reading(Array(bundle.prefix(count)), with: fixture.host)
            #expect(reading.errors == [.truncated(afterFrames: reading.sections.count)], "\(count) bytes")
            whole.insert(reading.sections.count)
            if count >= Fixture.headerBytes(bundle) {
                #expect(try !BundleInspection(supply(Array(bundle.prefix(count)))).isWhole)
            }
        }
        #expect(whole == [0, 1])
        #expect(Reading([], with: fixture.host).errors == [.notABundle])
    }

    @Test("cut exactly after a frame that is not the last is cut off, not shorter")
    func cutBetweenFrames() throws {
        let fixture = try Fixture()
        let chunks = try fixture.chunks(Sample.changes(), chunkChangesMax: 1)
        let good = try fixture.bundle(chunks.map { .chunk($0.chunk) })
        let three = try fixture.forged(good, frames: chunks.map { [.chunk($0.chunk)] })
        var two = try fixture.forged(good, frames: chunks.prefix(2).map { [.chunk($0.chunk)] })
        #expect(two.count < three.count)
        // The same frames, the second marked as not the last: its seal tells.
        let secondHead = Fixture.headerBytes(good) + 4 + frameBytes(three, at: Fixture.headerBytes(good))
        two[secondHead] &= 0x7F
        let reading = Reading(two, with: fixture.host)
        #expect(reading.sections == [.chunk(chunks[0].chunk)])
        #expect(reading.errors.contains(.truncated(afterFrames: 2)))
    }

    private func frameBytes(_ bundle: [UInt8], at offset: Int) -> Int {
        Int(bundle[offset..<offset + 4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF)
    }

    @Test("a damaged frame costs its own content only")
    func damageInTheMiddle() throws {
        let fixture = try Fixture()
        let chunks = try fixture.chunks(Sample.changes(), chunkChangesMax: 1)
        let good = try fixture.bundle(chunks.map { .chunk($0.chunk) })
        var bundle = try fixture.forged(good, frames: chunks.map { [.chunk($0.chunk)] })
        let first = Fixture.headerBytes(bundle)
        let second = first + 4 + frameBytes(bundle, at: first)
        bundle[second + 20] ^= 1
        let reading = Reading(bundle, with: fixture.host, stepBytes: 5)
        #expect(reading.sections == [.chunk(chunks[0].chunk), .chunk(chunks[2].chunk)])
        #expect(reading.errors == [.damaged(.init(frame: 1, offset: UInt64(second), reason: .doesNotOpen))])
    }

    @Test("frames exchanged, or of another bundle, do not open")
    func exchangedFrames() throws {
        let fixture = try Fixture()
        let chunks = try fixture.chunks(Sample.changes(), chunkChangesMax: 1)
        let good = try fixture.bundle(chunks.map { .chunk($0.chunk) })
        let bundle = try fixture.forged(good, frames: chunks.map { [.chunk($0.chunk)] })
        let first = Fixture.headerBytes(bundle)
        let second = first + 4 + frameBytes(bundle, at: first)
        let third = second + 4 + frameBytes(bundle, at: second)
        let exchanged =
            Array(bundle[..<first]) + Array(bundle[second..<third]) + Array(bundle[first..<second])
            + Array(bundle[third...])
        let reading = Reading(exchanged, with: fixture.host)
        #expect(reading.sections == [.chunk(chunks[2].chunk)])
        #expect(reading.errors.count == 2)

        let other = try fixture.bundle(chunks.map { .chunk($0.chunk) })
        let mixed = Array(good.prefix(first)) + Array(other.dropFirst(first))
        #expect(Reading(mixed, with: fixture.host).sections.isEmpty)
    }

    @Test("what follows the last frame is damage, though the content is there")
    func trailingBytes() throws {
        let fixture = try Fixture()
        let chunk = try #require(try fixture.chunks(Sample.changes()).first).chunk
        let bundle = try fixture.bundle([.chunk(chunk)])
        let reading = Reading(bundle + [0], with: fixture.host)
        #expect(reading.sections == [.chunk(chunk)])
        let damage = BundlesError.Damage(frame: 1, offset: UInt64(bundle.count), reason: .trailingBytes)
        #expect(reading.errors == [.damaged(damage)])
        #expect(try !BundleInspection(supply(bundle + [0])).isWhole)
    }

    @Test("opens for its receivers alone")
    func receivers() throws {
        let fixture = try Fixture()
        let bundle = try fixture.bundle([])
        #expect(Reading(bundle, with: fixture.stranger).errors == [.notForThisReceiver])
        #expect(Reading(bundle, with: fixture.station).errors == [.notForThisReceiver])
    }

    @Test("a successor opens what was sealed to the device before it")
    func successor() throws {
        let fixture = try Fixture()
        var reader = try BundleReader(supply(try fixture.bundle([])))
        let former = Array(fixture.host.raw.suffix(32))
        try reader.open(with: BundleKeys(replica: fixture.host.replica, sealingPrivateKey: former))
        #expect(try reader.next() == [])
        #expect(try reader.next() == nil)
        #expect(throws: BundlesError.notForThisReceiver) {
            try reader.open(
                with: BundleKeys(replica: fixture.host.replica, sealingPrivateKey: fixture.stranger.sealingPrivateKey))
        }
    }

    @Test("of another network, or of a sender that is no device of it, is told apart")
    func senders() throws {
        let fixture = try Fixture()
        let other = try NetworkRoot.generate()
        let reader = try BundleReader(supply(try fixture.bundle([])))
        #expect(throws: BundlesError.otherNetwork) { try reader.verifySender(against: other.certificate) }

        let output = Output()
        let cover = BundleWriter.Cover(
            network: fixture.network, sender: fixture.stranger, identity: fixture.stationIdentity,
            created: HybridTime(bits: 0), receivers: [], ranges: [], id: [UInt8](repeating: 0, count: 16),
            key: fixture.key)
        var writer = try BundleWriter(cover: cover) { output.bytes += $0 }
        try writer.finish()
        let stolen = try BundleReader(supply(output.bytes))
        #expect(throws: BundlesError.senderNotKnown) {
            try stolen.verifySender(against: fixture.root.certificate)
        }
    }

    @Test("another version, another file and an impossible header length are named")
    func foreignFiles() throws {
        let fixture = try Fixture()
        let bundle = try fixture.bundle([])
        var newer = bundle
        newer[8] = 2
        #expect(throws: BundlesError.madeByNewerVersion(what: "bundle format", number: 2)) {
            try BundleReader(supply(newer))
        }
        #expect(throws: BundlesError.notABundle) { try BundleReader(supply(Array("PK\u{3}\u{4} something else".utf8))) }
        var huge = bundle
        huge.replaceSubrange(9..<13, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(
            throws: BundlesError.tooLarge(
                part: "bundle header", count: 0xFFFF_FFFF, max: UInt64(BundleHeader.bodyBytesMax), offset: 9)
        ) { try BundleReader(supply(huge)) }
    }

    @Test("a frame length that no frame has ends the reading")
    func impossibleFrame() throws {
        let fixture = try Fixture()
        var bundle = try fixture.bundle([])
        let head = Fixture.headerBytes(bundle)
        bundle.replaceSubrange(head..<head + 4, with: [0x7F, 0xFF, 0xFF, 0xFF])
        let damage = BundlesError.Damage(frame: 0, offset: UInt64(head), reason: .lengthImpossible(0x7FFF_FFFF))
        #expect(Reading(bundle, with: fixture.host).errors == [.damaged(damage)])
    }
}
