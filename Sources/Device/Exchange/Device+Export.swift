import Bundles
import Causality
import Exchange
import FieldRecords
import Foundation
import Membership
import Store

extension Device {
    /// Writes bundles for those named.
    ///
    /// - Parameters:
    ///   - target: a device's label, `host`, or `all`.
    ///   - out: the file; for `all` a folder, in which each bundle is named by its receiver.
    package func exportBundle(to target: String, out: String) throws -> [ExportSummary] {
        let routes: [(receivers: [StoredReplica], file: String)] = try read { reading, own in
            let replicas = try reading.replicas()
            switch target {
            case "host":
                let hosts = replicas.filter {
                    $0.node == own.rootNode && $0.standing == .enrolled && $0.row != own.replica.row
                }
                guard !hosts.isEmpty else { throw Device.nobody() }
                return [(hosts, out)]
            case "all":
                return replicas.filter {
                    $0.standing == .enrolled && $0.row != own.replica.row && Device.mayShare(with: $0, own: own)
                }.map { ([$0], "\(out)/\($0.label).yilu") }
            default:
                let receiver = try Device.replica(target, in: reading)
                try Device.requireReceiver(receiver, own: own)
                return [([receiver], out)]
            }
        }
        if target == "all" {
            try Device.wording {
                do { try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true) } catch {
                    throw StoreError.notWritable(path: out, reason: String(cString: strerror(errno)))
                }
            }
        }
        return try routes.map { try export(to: $0.receivers, file: $0.file) }
    }

    private static func nobody() -> DeviceError {
        DeviceError(
            .badData, what: Phrase(zh: "没有别的主机设备", en: "there is no other device of the host"),
            advice: Phrase(zh: "在主机上请写明接收设备。", en: "At the host name the receiving device."))
    }

    /// Whether anything of what a device may read is held here.
    private static func mayShare(with other: StoredReplica, own: Own) -> Bool {
        own.tree.isNode(other.node, within: own.node) || own.tree.isNode(own.node, within: other.node)
    }

    private static func requireReceiver(_ receiver: StoredReplica, own: Own) throws {
        let reason: Phrase
        switch receiver.standing {
        case .enrolled: return
        case .waiting: reason = Phrase(zh: "\(receiver.label) 还没有被主机登记", en: "\(receiver.label) is not enrolled yet")
        case .revoked: reason = Phrase(zh: "\(receiver.label) 已被撤销", en: "\(receiver.label) was revoked")
        case .retired: reason = Phrase(zh: "\(receiver.label) 已停用", en: "\(receiver.label) was retired")
        case .superseded:
            reason = Phrase(zh: "\(receiver.label) 已换了新身份", en: "\(receiver.label) goes on under a new identity")
        }
        throw DeviceError(
            .notPermitted, what: reason, advice: Phrase(zh: "用 yilu member list 查看。", en: "See yilu member list."))
    }

    private func export(to receivers: [StoredReplica], file: String) throws -> ExportSummary {
        let id = environment.random(16)
        let receipt = try nextReceipt(for: receivers)
        return try read { reading, own in
            let plan = try BundlePlan(reading: reading, own: own, receivers: receivers)
            let output = try OutputFile(path: file)
            var writer = try BundleWriter(
                cover: BundleWriter.Cover(
                    network: own.network, sender: own.keys, identity: try own.identity,
                    created: HybridTime(milliseconds: environment.now()),
                    receivers: receivers.map { (replica: $0.replica, sealingKey: $0.sealingKey) },
                    ranges: plan.ranges,
                    photos: .init(
                        count: UInt32(plan.photos.count), bytes: UInt64(plan.photos.reduce(0) { $0 + $1.bytes })),
                    id: id, key: BundleKey(bytes: environment.random(BundleKey.byteCount))),
                write: output.write)
            for identities in plan.identities.pieces(of: BundleSection.identitiesMax) {
                try writer.add(.identities(identities))
            }
            try writer.add(.receipt(receipt))
            for carried in plan.carriedReceipts { try writer.add(.receipt(carried)) }
            for range in plan.ranges {
                try reading.chunks(of: range.log, from: range.from, through: range.through, network: own.network) {
                    try writer.add(.chunk($0))
                }
            }
            for branch in try reading.branches(seenIn: plan.ranges, owedTo: receivers.map(\.replica)) {
                try writer.add(.branch(branch))
            }
            for photo in plan.photos { try Device.add(photo, from: reading, to: &writer) }
            try writer.finish()
            try output.finish()
            return ExportSummary(
                file: file, receivers: receivers.map(\.label),
                changes: plan.ranges.reduce(0) { $0 + Int($1.count) }, photos: plan.photos.count,
                bytes: output.bytes)
        }
    }

    static func add(_ photo: StoredBlob, from reading: StoreReading, to writer: inout BundleWriter) throws {
        var offset: Int64 = 0
        while offset < photo.bytes {
            let piece = try reading.blobPiece(photo.digest, offset: offset, count: BlobPiece.bytesMax)
            guard !piece.isEmpty else { throw StoreError.notAStore(path: "blob", reason: "cut off") }
            try writer.add(
                .blob(
                    BlobPiece(
                        digest: photo.digest, totalBytes: UInt64(photo.bytes), offset: UInt64(offset), bytes: piece)))
            offset += Int64(piece.count)
        }
    }

    /// A new receipt of what is durably held here, of the places that all of the receivers may read.
    private func nextReceipt(for receivers: [StoredReplica]) throws -> SignedReceipt {
        try write { session, own in
            let places = own.tree.places(heldAt: own.node).filter { place in
                receivers.allSatisfy { own.tree.mayHold(place, at: $0.node) }
            }
            return try session.giveReceipt(of: places, own: own, wall: environment.now())
        }
    }
}

/// What a bundle for given receivers brings.
private struct BundlePlan {
    let ranges: [LogRange]
    let identities: [Identity]
    let carriedReceipts: [SignedReceipt]
    let photos: [StoredBlob]

    init(reading: StoreReading, own: Own, receivers: [StoredReplica]) throws {
        let places = own.tree.places(heldAt: own.node).filter { place in
            receivers.allSatisfy { own.tree.mayHold(place, at: $0.node) }
        }
        let held = try reading.held(of: places).mapValues(\.sequence)
        let known = try receivers.map { try reading.acknowledged(by: $0.replica) }
        var common: [LogID: UInt64] = [:]
        for log in held.keys { common[log] = known.map { $0[log] ?? 0 }.min() ?? 0 }
        ranges = ExchangePlan(held: held, known: common, mayRead: { _ in true }).ranges
        let writers = Set(ranges.map(\.log.replica)).union([own.replica.replica])
        identities = try writers.sorted().compactMap { try reading.storedReplica($0) }.map {
            try Identity(encoded: $0.identity)
        }
        // Others' receipts go home to the host, which alone may see what every place holds. Everybody gets their own
        // last one back: who never gave it learns that somebody else goes by their name.
        let isForHost = receivers.allSatisfy { $0.node == own.rootNode }
        let statements =
            try isForHost
            ? reading.receiptStatements() : receivers.flatMap { try reading.receiptStatements(of: $0.replica) }
        carriedReceipts = try statements.map { try SignedReceipt(encoded: $0) }
        photos = try BundlePlan.photos(reading, places: places, ranges: ranges, receivers: receivers)
    }

    /// The photos that some receiver lacks: those its receipt names, and those that the changes of this bundle name.
    private static func photos(
        _ reading: StoreReading, places: [PlaceID], ranges: [LogRange], receivers: [StoredReplica]
    ) throws -> [StoredBlob] {
        let missing = try receivers.map { try reading.missingBlobs(of: $0.replica) }
        let named = try reading.blobs(namedIn: ranges)
        var seen: Set<[UInt8]> = []
        return try reading.blobs(of: places, held: true).filter { blob in
            guard seen.insert(blob.digest).inserted else { return false }
            return named.contains(blob.digest) || missing.contains { $0?.contains(blob.digest) ?? false }
        }
    }
}

extension Array {
    func pieces(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { Array(self[$0..<Swift.min($0 + count, self.count)]) }
    }
}
