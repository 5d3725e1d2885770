import Bundles
import Causality
import FieldRecords
import Membership
import Store

extension Device {
    /// Retires a device where it stands, and invites it to another place, where it joins anew.
    ///
    /// Its records stay where they were made, and all of it that is here counts. Given again, so does what has come
    /// since, and the newest invitation tells the device so; the one before it is withdrawn.
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
            try session.withdrawMoveInvitation(ofReplica: replica.row)
            do {
                let issued = try invite(
                    to: node, session: session, own: own,
                    moving: DeviceMove(replica: replica.replica, receipt: receipt.encoded))
                try session.noteMoveInvitation(issued.serial, ofReplica: replica.row)
                return issued
            } catch MembershipError.tooLarge("invitation", _) {
                throw Device.tooLarge(receipt.receipt, of: label)
            }
        }
    }

    private static func tooLarge(_ receipt: Receipt, of label: String) -> DeviceError {
        let (logs, photos) = (receipt.entries.count, receipt.missing.count)
        let what = Phrase(
            zh: "\(label) 的地点有 \(logs) 个日志、缺 \(photos) 张照片，一份邀请写不下",
            en: "\(label)'s places have \(logs) logs and \(photos) missing photos, too many for an invitation")
        let another = Phrase(
            zh: "请用 yilu member invite 邀请另一台，再用 yilu member retire \(label) 停用这一台。",
            en: "Invite another device with yilu member invite, and retire this one with yilu member retire \(label).")
        guard photos > 0 else { return DeviceError(.badData, what: what, advice: another) }
        return DeviceError(
            .badData, what: what,
            advice: Phrase(
                zh: "请先让它再交换一次，把照片带来。还写不下，\(another.zh)",
                en: "Let it exchange once more first, so that the photos come. If that is not enough: \(another.en)"))
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
