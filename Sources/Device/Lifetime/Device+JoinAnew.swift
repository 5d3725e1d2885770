import Bundles
import Causality
import FieldRecords
import Membership
import Store

extension Device {
    /// Lets the device of a folder join anew, where an invitation for a device that moves is for it, and the district has
    /// all that it holds.
    ///
    /// What the invitation says of the district stays known also where it may not go yet: by that it finds what to bring.
    ///
    /// - Parameter join: is given who wrote on the device so far.
    static func joinAnew(
        _ options: DeviceOptions, by invitation: Invitation, move: DeviceMove,
        join: (StoreWriting, _ former: String?) throws -> Void
    ) throws -> Device {
        let device = try open(options)
        let receipt = try SignedReceipt(encoded: move.receipt)
        // A copy takes a name of its own before anything else, and is not the device that moves.
        let author = try device.write { session, own in
            try requireMover(move, by: invitation, session, own)
            try session.hear(receipt, of: invitation.hosts, own: own)
            return try session.text(.author)
        }
        try device.store.refill { session in
            let own = try Own(session)
            try requireMover(move, by: invitation, session, own)
            try requireDone(receipt.receipt, session, own)
        } fill: {
            try join($0, author)
        }
        return device
    }

    private static func requireMover(
        _ move: DeviceMove, by invitation: Invitation, _ reading: StoreReading, _ own: Own
    ) throws {
        guard own.network == invitation.network, own.replica.replica == move.replica else {
            let mover = try reading.label(move.replica).map { " \($0)" } ?? ""
            throw DeviceError(
                .notPermitted,
                what: Phrase(
                    zh: "这份邀请给另一台要迁移的设备\(mover)，本机是 \(own.replica.label)",
                    en: "the invitation is for another device\(mover), which moves; this is \(own.replica.label)"),
                advice: Phrase(zh: "请在那台设备上运行，或用 --home 选它的文件夹。", en: "Run it there, or choose its folder with --home.")
            )
        }
    }

    /// By the invitation's receipt alone: the host that wrote it may have been restored, a laptop of the district that had
    /// more may be gone, and what came there since does not count yet.
    private static func requireDone(_ receipt: Receipt, _ reading: StoreReading, _ own: Own) throws {
        let left = try reading.ranges(of: own.places, beyond: receipt)
        let lacked = try reading.blobs(namedIn: left).union(receipt.missing)
        let photos = try reading.heldBlobs(of: own.places, among: lacked)
        guard !left.isEmpty || photos > 0 else { return }
        let changes = changes(in: left)
        throw DeviceError(
            .tryAgain,
            what: Phrase(
                zh: "写这份邀请时，区里还没有本机的全部内容（缺变更 \(changes)、照片 \(photos)），本机还不能迁移",
                en: "this device cannot move yet: when the invitation was written, the district lacked some of what it "
                    + "holds (changes: \(changes), photos: \(photos))"),
            advice: Phrase(
                zh: "运行 yilu bundle export --to host --out 文件，交给区里导入；区里再运行一次 yilu member move。",
                en: "Run yilu bundle export --to host --out FILE, have the district import it and run "
                    + "yilu member move once more."))
    }
}

extension StoreWriting {
    /// Takes to heart what an invitation tells of the district, which its root signed: who the hosts are, and what one of
    /// them holds.
    fileprivate func hear(_ receipt: SignedReceipt, of hosts: [Identity], own: Own) throws {
        try noteHosts(hosts, root: own.root)
        try receipt.verify(network: own.network)
        guard try storedReplica(receipt.receipt.replica)?.standing == .enrolled else { return }
        try take(
            receipt.receipt, statement: receipt.encoded,
            mayHold: { own.tree.mayHaveHeld($0, at: own.node) },
            start: { ChainHash.start(network: own.network, log: $0) })
    }
}
