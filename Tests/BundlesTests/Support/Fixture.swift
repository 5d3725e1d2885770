import Bundles
import Causality
import FieldRecords
import Membership
import Testing

/// A network of a host, a station and a stranger, made anew for each test.
struct Fixture {
    let root: NetworkRoot
    let station: DeviceKeys
    let stationIdentity: Identity
    let host: DeviceKeys
    let stranger: DeviceKeys
    let log: LogID
    let key = BundleKey.generate()

    var network: NetworkID { root.network }

    init(place: PlaceID = PlaceID(node: 0x37)) throws {
        root = try NetworkRoot.generate()
        station = DeviceKeys.generate()
        host = DeviceKeys.generate()
        stranger = DeviceKeys.generate()
        let serial = InvitationSerial(bytes: Array(repeating: 7, count: InvitationSerial.byteCount))
        stationIdentity = try Credential.issue(
            by: root, place: place, serial: serial, label: "037", privateKey: Array(repeating: 5, count: 32)
        ).certify(station)
        log = LogID(replica: station.replica, place: place)
    }

    /// The changes as verified chunks of one log, each of at most `chunkChangesMax` changes.
    func chunks(
        _ changes: [Change], of log: LogID? = nil, chunkChangesMax: Int = Chunk.changesMax
    ) throws -> [VerifiedChunk] {
        let log = log ?? self.log
        var chunks: [VerifiedChunk] = []
        var previous = ChainHash.start(network: network, log: log)
        for start in stride(from: 0, to: changes.count, by: chunkChangesMax) {
            let part = Array(changes[start..<min(start + chunkChangesMax, changes.count)])
            let chunk = try Chunk.signed(
                first: UInt64(start) + 1, previous: previous, changes: part, log: log, network: network,
                keys: station)
            chunks.append(chunk)
            previous = chunk.final
        }
        return chunks
    }

    func cover(ranges: [LogRange], photos: BundleHeader.Photos = .none) -> BundleWriter.Cover {
        BundleWriter.Cover(
            network: network, sender: station, identity: stationIdentity,
            created: HybridTime(milliseconds: 1_700_000_000_000),
            receivers: [(host.replica, host.sealingPublicKey)], ranges: ranges, photos: photos,
            id: Array(repeating: 9, count: BundleHeader.idBytes), key: key)
    }

    /// A whole bundle in memory.
    func bundle(
        _ sections: [BundleSection], ranges: [LogRange]? = nil, photos: BundleHeader.Photos = .none
    ) throws -> [UInt8] {
        let output = Output()
        let ranges =
            ranges ?? LogRange.joined(sections.compactMap { if case .chunk(let c) = $0 { c.range } else { nil } })
        var writer = try BundleWriter(cover: cover(ranges: ranges, photos: photos)) { output.bytes += $0 }
        for section in sections { try writer.add(section) }
        try writer.finish()
        #expect(writer.writtenBytes == UInt64(output.bytes.count))
        return output.bytes
    }
}

extension Fixture {
    /// A bundle as only a dishonest sender writes it: the header of a good one, and these frames sealed after it.
    func forged(_ good: [UInt8], frames: [[BundleSection]]) throws -> [UInt8] {
        var bytes = Array(good.prefix(Fixture.headerBytes(good)))
        let sealer = FrameSealer(key: key, signedHeader: bytes)
        for (index, sections) in frames.enumerated() {
            var content: [UInt8] = []
            for section in sections { section.append(to: &content) }
            let isLast = index == frames.count - 1
            let sealed = try sealer.seal(try Frame.packed(content), index: UInt64(index), isLast: isLast)
            let head = UInt32(sealed.count) | (isLast ? 1 << 31 : 0)
            bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: head >> $0) }
            bytes += sealed
        }
        return bytes
    }

    /// Magic, version, length, body and signature.
    static func headerBytes(_ bundle: [UInt8]) -> Int {
        13 + Int(bundle[9..<13].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }) + 64
    }
}

/// Where a writer's bytes go.
final class Output {
    var bytes: [UInt8] = []
}

extension LogRange {
    /// Adjoining ranges of one log as one.
    static func joined(_ ranges: [LogRange]) -> [LogRange] {
        ranges.sorted().reduce(into: []) { joined, range in
            if let last = joined.last, last.log == range.log, last.through + 1 == range.from {
                joined[joined.count - 1] = LogRange(log: last.log, from: last.from, through: range.through)
            } else {
                joined.append(range)
            }
        }
    }
}

/// A supply over bytes in memory that gives at most `stepBytes` at once.
func supply(_ bytes: [UInt8], stepBytes: Int = .max) -> ByteSupply {
    let source = Output()
    source.bytes = bytes
    var offset = 0
    return { upTo in
        let part = Array(source.bytes[offset..<min(offset + min(upTo, stepBytes), source.bytes.count)])
        offset += part.count
        return part
    }
}

/// What came of reading a bundle to its end.
struct Reading {
    var sections: [BundleSection] = []
    var errors: [BundlesError] = []

    /// Reads everything that can be read.
    init(_ bytes: [UInt8], with keys: DeviceKeys, stepBytes: Int = .max) {
        do throws(BundlesError) {
            var reader = try Reading.reader(bytes, stepBytes: stepBytes)
            try reader.open(with: keys.bundleKeys)
            while true {
                do throws(BundlesError) {
                    guard let sections = try Reading.next(&reader) else { return }
                    self.sections += sections
                } catch { errors.append(error) }
            }
        } catch { errors.append(error) }
    }

    private static func reader(_ bytes: [UInt8], stepBytes: Int) throws(BundlesError) -> BundleReader {
        do { return try BundleReader(supply(bytes, stepBytes: stepBytes)) } catch {
            throw error as? BundlesError ?? .notABundle
        }
    }

    private static func next(_ reader: inout BundleReader) throws(BundlesError) -> [BundleSection]? {
        do { return try reader.next() } catch { throw error as? BundlesError ?? .notABundle }
    }
}
