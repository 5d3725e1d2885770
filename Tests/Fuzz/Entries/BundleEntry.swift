import Bundles
import Causality
import Membership

/// A bundle's file in which nothing is signed and nothing sealed: the header without its signature, then frames with
/// their heads. The entry signs and seals it as a dishonest device of the network would, and the host reads it.
enum BundleEntry {
    /// Magic, version and length.
    static let preludeBytes = 13
    /// Where the sender stands: after the prelude and the network.
    private static let senderRange = 45..<77
    static let key = BundleKey(bytes: Array(repeating: 7, count: 32))

    static func read(_ bytes: [UInt8]) throws {
        let network = FuzzNetwork.shared
        _ = try? BundleInspection(supply(bytes, stepBytes: 7))
        let sealed = try sealed(bytes, by: network.station)
        _ = try BundleInspection(supply(sealed, stepBytes: .max))
        var reader = try BundleReader(supply(sealed, stepBytes: 1_000))
        _ = try? reader.verifySender(against: network.root.certificate)
        try reader.open(with: network.host.bundleKeys)
        while true {
            do {
                guard let sections = try reader.next() else { return }
                for section in sections { look(at: section, network) }
            } catch BundlesError.damaged {
                // What follows a damaged frame stands by itself.
            }
        }
    }

    private static func look(at section: BundleSection, _ network: FuzzNetwork) {
        switch section {
        case .identities(let identities):
            for identity in identities { _ = try? identity.verified(against: network.root.certificate) }
        case .chunk(let chunk), .branch(let chunk): _ = try? chunk.verified(network: network.network)
        case .receipt(let receipt): try? receipt.verify(network: network.network)
        case .blob: break
        }
        var again: [UInt8] = []
        section.append(to: &again)
        demand(try BundleSection.sections(in: again) == [section], "what is written is read back")
    }

    /// Signs the header and seals the frames.
    private static func sealed(_ bytes: [UInt8], by keys: DeviceKeys) throws -> [UInt8] {
        guard bytes.count >= senderRange.upperBound else { return bytes }
        var input = FuzzInput(bytes)
        let prelude = input.take(preludeBytes)
        let bodyBytes = prelude.suffix(4).reduce(0) { $0 << 8 | Int($1) }
        var header = prelude + input.take(bodyBytes)
        guard header.count >= senderRange.upperBound else { return bytes }
        header.replaceSubrange(senderRange, with: keys.replica.bytes)
        header += try keys.sign(header, domain: .bundleHeader)
        let sealer = FrameSealer(key: key, signedHeader: header)
        var sealed = header
        var index: UInt64 = 0
        while true {
            let head = input.take(4)
            guard head.count == 4 else { return sealed + head }
            let isLast = head[0] >= 0x80
            let frameBytes = head.reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
            let frame = try sealer.seal(withItsSize(input.take(frameBytes)), index: index, isLast: isLast)
            sealed += bigEndian(UInt32(frame.count) | (isLast ? 1 << 31 : 0)) + frame
            index += 1
        }
    }

    /// A stored frame says how long it is.
    static func withItsSize(_ packed: [UInt8]) -> [UInt8] {
        guard packed.count >= 5, packed[0] == 0 else { return packed }
        return [0] + bigEndian(UInt32(packed.count - 5)) + packed.dropFirst(5)
    }

    static func bigEndian(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

    private static func supply(_ bytes: [UInt8], stepBytes: Int) -> ByteSupply {
        var input = FuzzInput(bytes)
        return { upTo in input.take(min(upTo, stepBytes)) }
    }
}
