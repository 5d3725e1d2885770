import Bundles
import Causality
import FieldRecords
import Foundation
import Membership
import Store

extension Device {
    /// Writes bundles for those named. Of all, each by itself: what cannot be written for one is told in its place.
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
                let able = hosts.filter(\.canReceive)
                // What reaches one of them reaches the others through it.
                return [(Array((able.isEmpty ? hosts : able).prefix(BundleHeader.receiversMax)), out)]
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
        if target == "all" { try Device.wording { try makeFolder(out) } }
        return try routes.map { route in
            do { return try export(to: route.receivers, file: route.file) } catch let error as DeviceError {
                guard target == "all", [.badData, .cannotCreate].contains(error.kind) else { throw error }
                return ExportSummary(file: route.file, receivers: route.receivers.map(\.label), failure: error)
            }
        }
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
        case .revoked, .refused: reason = Phrase(zh: "\(receiver.label) 已被吊销", en: "\(receiver.label) was revoked")
        case .retired: reason = Phrase(zh: "\(receiver.label) 已停用", en: "\(receiver.label) was retired")
        case .superseded:
            reason = Phrase(zh: "\(receiver.label) 已换了新身份", en: "\(receiver.label) goes on under a new identity")
        }
        throw DeviceError(
            .notPermitted, what: reason, advice: Phrase(zh: "用 yilu member list 查看。", en: "See yilu member list."))
    }

    private func export(to receivers: [StoredReplica], file: String) throws -> ExportSummary {
        if let unable = receivers.first(where: { !$0.canReceive }) { throw DeviceError(cannotReceive: unable.label) }
        let id = environment.random(16)
        let receipt = try write { session, own in
            try session.giveReceipt(
                of: own.places(toldTo: receivers), own: own, wall: environment.now())
        }
        return try read { reading, own in
            let plan = try BundlePlan(
                reading: reading, own: own, receivers: receivers, rangesMax: BundleHeader.rangesMax)
            let output = try OutputFile(path: file, sparing: options.home)
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
            for identities in BundleSection.sections(of: plan.identities) { try writer.add(identities) }
            try writer.add(.receipt(receipt))
            for carried in plan.carriedReceipts { try writer.add(.receipt(carried)) }
            for range in plan.ranges { try Device.add(range, from: reading, to: &writer) }
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

    /// Adds a range; what is kept in just the frame that would be made of it goes out as it is.
    static func add(_ range: LogRange, from reading: StoreReading, to writer: inout BundleWriter) throws {
        try reading.pieces(of: range.log, from: range.from, through: range.through) { piece in
            if let frame = try piece.frame {
                try writer.add(frame: frame, with: piece.range)
            } else {
                try writer.add(.chunk(try piece.chunk))
            }
        }
    }

    static func add(_ photo: StoredBlob, from reading: StoreReading, to writer: inout BundleWriter) throws {
        try reading.blobPieces(photo.digest, bytes: photo.bytes, count: BlobPiece.bytesMax) { offset, bytes in
            try writer.add(
                .blob(
                    BlobPiece(
                        digest: photo.digest, totalBytes: UInt64(photo.bytes), offset: UInt64(offset), bytes: bytes)))
        }
    }
}
