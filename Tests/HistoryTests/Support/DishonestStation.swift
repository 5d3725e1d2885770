import Bundles
import Causality
import Device
import FieldRecords
import Membership
import Testing

@testable import DeviceTests

/// Somebody who took the keys out of an enrolled station's file and writes bundles by hand, with all seals in order.
struct DishonestStation {
    let network: NetworkID
    let keys: DeviceKeys
    let identity: Identity
    private let host: (replica: ReplicaID, sealingKey: [UInt8])

    /// - Parameter home: the folder of the station whose keys are taken.
    init(_ home: String) throws {
        let file = StoreFile(home)
        func text(_ sql: String) throws -> String {
            try #require(try file.texts(sql).first)
        }
        func bytes(_ sql: String) throws -> [UInt8] {
            let digits = try text(sql).lowercased()
            return try #require(Hexadecimal.bytes(digits))
        }
        let name = try text("SELECT value FROM fact WHERE name = 'network'")
        network = try #require(NetworkID(text: name))
        keys = try DeviceKeys(raw: try bytes("SELECT hex(value) FROM secret WHERE name = 'keys'"))
        identity = try Identity(
            encoded: try bytes(
                """
                SELECT hex(identity) FROM replica
                WHERE id = (SELECT value FROM fact WHERE name = 'replica')
                """))
        host = (
            ReplicaID(bytes: try bytes("SELECT hex(key) FROM replica WHERE label = 'host'")),
            try bytes("SELECT hex(sealing) FROM replica WHERE label = 'host'")
        )
    }

    /// A bundle for the host whose frames hold these bytes, packed as they are and sealed as they should be.
    func bundle(frames: [[UInt8]], ranges: [LogRange] = [], id: UInt8 = 9) throws -> [UInt8] {
        let key = BundleKey.generate()
        var bytes: [UInt8] = []
        var writer = try BundleWriter(
            cover: BundleWriter.Cover(
                network: network, sender: keys, identity: identity,
                created: HybridTime(milliseconds: 1_699_407_000_000),
                receivers: [host], ranges: ranges, id: [UInt8](repeating: id, count: BundleHeader.idBytes), key: key)
        ) { bytes += $0 }
        if ranges.isEmpty { try writer.finish() }
        let header = Array(bytes.prefix(BundleFrames.headerBytes(bytes)))
        let sealer = FrameSealer(key: key, signedHeader: header)
        bytes = header
        for (index, frame) in frames.enumerated() {
            let isLast = index == frames.count - 1
            let sealed = try sealer.seal(frame, index: UInt64(index), isLast: isLast)
            bytes += DishonestStation.integer(UInt32(sealed.count) | (isLast ? 1 << 31 : 0)) + sealed
        }
        return bytes
    }

    static func integer<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    /// A section of that kind, its length in 4 bytes.
    static func section(_ kind: UInt8, _ content: [UInt8]) -> [UInt8] {
        [kind] + integer(UInt32(content.count)) + content
    }

    /// LEB128, as counts are written.
    static func varint(_ value: UInt64) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
    }
}
