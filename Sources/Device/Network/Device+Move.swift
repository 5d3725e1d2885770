import Bundles
import Causality
import FieldRecords
import Membership
import Store

extension Device {
    /// Retires a device where it stands, and invites it to another place, where it joins anew.
    ///
    /// Its records stay where they were made, and all of it that is here counts. Given again, so does what has come
    /// since, and the newest invitation tells the device so.
    ///
    /// - Throws: ``DeviceError`` `.badData` for a device that is not, or no longer, one of the network's, and for the
    ///   place where it stands; `.notPermitted` for one of the district itself.
    package func move(_ label: String, to place: String) throws -> IssuedInvitation {
        try write { session, own in
            try Device.requireHost(own)
            let replica = try Device.replica(label, in: session)
            let node = try Device.node(place, in: try session.nodes())
            try Device.requireMovable(replica, to: node, own: own)
            try session.end(replica, as: .retired, own: own, wall: environment.now())
            // What counts from now on may name photos that are not here.
            try session.flush()
            let receipt = try session.giveReceipt(
                of: own.tree.places(everHeldAt: replica.node), own: own, wall: environment.now())
            do {
                return try invite(
                    to: node, session: session, own: own,
                    moving: DeviceMove(replica: replica.replica, receipt: receipt.encoded))
            } catch MembershipError.tooLarge("invitation", _) {
                throw DeviceError(
                    .badData,
                    what: Phrase(
                        zh: "\(label) 的地点还缺 \(receipt.receipt.missing.count) 张照片，邀请里写不下",
                        en: "\(receipt.receipt.missing.count) photos of \(label)'s place are missing, too many for an "
                            + "invitation"),
                    advice: Phrase(zh: "请先让它再交换一次。", en: "Let it exchange once more first."))
            }
        }
    }

    private static func requireMovable(_ replica: StoredReplica, to node: StoredNode, own: Own) throws {
        let label = replica.label
        guard replica.node != own.rootNode else {
            throw DeviceError(
                .notPermitted,
                what: Phrase(zh: "\(label) 是区里的设备，不能迁移", en: "\(label) is the district's own and cannot move"),
                advice: Phrase(zh: "请用 yilu member invite 邀请另一台。", en: "Invite another with yilu member invite."))
        }
        guard replica.node != node.id else {
            throw DeviceError(
                .badData, what: Phrase(zh: "\(label) 已经在 \(node.code)", en: "\(label) is at \(node.code) already"),
                advice: Phrase(zh: "请用 --place 写另一个地点。", en: "Name another place with --place."))
        }
        guard [.enrolled, .retired].contains(replica.standing) else {
            throw DeviceError(
                .badData,
                what: Phrase(zh: "\(label) 没有登记，或已不再算数", en: "\(label) is not enrolled, or no longer counts"),
                advice: Phrase(zh: "用 yilu member list 查看。", en: "See yilu member list."))
        }
    }
}
