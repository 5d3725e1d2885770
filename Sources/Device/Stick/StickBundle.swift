import Bundles
import Causality
import Exchange
import FieldRecords
import Membership
import Sticks
import Store

/// One bundle as it is written on a stick.
struct StickBundle {
    let goods: StickGoods
    let plan: StickPlan.Bundle
    /// 16 random bytes.
    let id: [UInt8]
    let key: BundleKey
    let created: HybridTime

    /// Hands over all of it, piece by piece.
    func write(_ reading: StoreReading, own: Own, put: @escaping ([UInt8]) throws -> Void) throws {
        let devices = goods.receivers.devices
        let photos = try plan.photos.map { photo in
            guard let blob = try reading.blob(photo.digest) else { throw StoreError.unknown(what: "photo") }
            return blob
        }
        var writer = try BundleWriter(
            cover: BundleWriter.Cover(
                network: own.network, sender: own.keys, identity: try own.identity, created: created,
                receivers: devices.map { (replica: $0.replica, sealingKey: $0.sealingKey) }, ranges: plan.ranges,
                photos: .init(
                    count: UInt32(photos.count), bytes: UInt64(photos.reduce(0) { $0 + $1.bytes })),
                id: id, key: key),
            write: put)
        for identities in BundleSection.sections(of: goods.identities) { try writer.add(identities) }
        for statement in goods.statements { try writer.add(.receipt(statement)) }
        for range in plan.ranges { try Device.add(range, from: reading, to: &writer) }
        for branch in try reading.branches(seenIn: plan.ranges, owedTo: devices.map(\.replica)) {
            try writer.add(.branch(branch))
        }
        for photo in photos { try Device.add(photo, from: reading, to: &writer) }
        try writer.finish()
    }

    /// Where it goes: into the folder of the station it is of or for.
    func path(_ own: Own, in folder: MediumPath) -> MediumPath {
        let day = own.moment(created.milliseconds).date
        return folder.appending(
            StickNames.bundle(from: own.replica.label, to: goods.receivers.node.code, day: day, id: id))
    }
}
