import Bundles
import Causality
import FieldRecords
import Membership
import Store

extension Device {
    /// Makes a device of a network from its invitation, on the spot and offline.
    ///
    /// Where the invitation is for a device that moves, and stands in the folder of one, it is that one which joins
    /// anew: it gives up all that it holds, once the district has it.
    package static func join(
        _ options: DeviceOptions, invitation document: [UInt8], by author: String?
    ) throws -> Device {
        try wording {
            let invitation = try Invitation(document: document)
            let keys = try options.environment.newKeys()
            let identity = try invitation.join(with: keys)
            let machine = sidecar(options).machine
            if let move = invitation.move, Store.exists(home: options.home) {
                let device = try open(options)
                // A copy takes a name of its own before anything else, and is not the device that moves.
                try device.write { _, _ in }
                try device.store.refill {
                    try requireDone(move, by: invitation, $0)
                } fill: {
                    try $0.join(by: invitation, as: identity, keys: keys, author: author, machine: machine)
                }
                return device
            }
            return try making(options) { device in
                try device.store.write {
                    try $0.join(by: invitation, as: identity, keys: keys, author: author, machine: machine)
                }
            }
        }
    }

    /// Whether a device may move: it is the one that the invitation is for, and the district has all that it holds.
    private static func requireDone(_ move: DeviceMove, by invitation: Invitation, _ session: StoreWriting) throws {
        let own = try Own(session)
        guard own.network == invitation.network, own.replica.replica == move.replica else {
            let mover = try session.label(move.replica).map { " \($0)" } ?? ""
            throw DeviceError(
                .notPermitted,
                what: Phrase(
                    zh: "这份邀请给另一台要迁移的设备\(mover)，本机是 \(own.replica.label)",
                    en: "the invitation is for another device\(mover), which moves; this is \(own.replica.label)"),
                advice: Phrase(zh: "请在那台设备上运行，或用 --home 选它的文件夹。", en: "Run it there, or choose its folder with --home.")
            )
        }
        for host in invitation.hosts { try session.noteHost(host, standing: .enrolled, root: invitation.root) }
        let signed = try SignedReceipt(encoded: move.receipt)
        try session.take(
            signed.receipt, statement: signed.encoded,
            mayHold: { own.tree.mayHaveHeld($0, at: own.node) },
            start: { ChainHash.start(network: own.network, log: $0) })
        let waiting = try waiting(session, own: own)
        guard waiting.changes == 0, waiting.photos == 0 else {
            throw DeviceError(
                .tryAgain,
                what: Phrase(
                    zh: "区里还没有本机的全部内容（缺变更 \(waiting.changes)、照片 \(waiting.photos)），本机还不能迁移",
                    en: "this device cannot move yet: the district lacks some of what it holds (changes: "
                        + "\(waiting.changes), photos: \(waiting.photos))"),
                advice: Phrase(
                    zh: "运行 yilu bundle export --to host --out 文件，交给区里导入；区里再运行一次 yilu member move。",
                    en: "Run yilu bundle export --to host --out FILE, have the district import it and run "
                        + "yilu member move once more."))
        }
    }
}

extension StoreWriting {
    /// Fills a new store with what an invitation says, and with whom it makes of this device.
    fileprivate func join(
        by invitation: Invitation, as identity: Identity, keys: DeviceKeys, author: String?, machine: String
    ) throws {
        try set(.network, "\(invitation.network)")
        try set(.networkName, invitation.networkName)
        try set(.rootCertificate, invitation.root.der)
        try set(.utcOffsetMinutes, Int64(Own.utcOffsetMinutes))
        try set(.author, author)
        try set(.hostAddress, invitation.hostAddress)
        var parent: UInt64?
        for step in invitation.path {
            try note(
                StoredNode(
                    id: step.node, parent: parent, kind: step.kind.rawValue, name: step.name, code: step.code,
                    isClosed: false))
            if parent == nil { try set(.rootNode, PlaceID(node: step.node).nodeText) }
            parent = step.node
        }
        for host in invitation.hosts { try noteHost(host, standing: .enrolled, root: invitation.root) }
        let member = try identity.verified(against: invitation.root)
        let row = try note(
            member, identity: identity.encoded, label: try freshLabel(member.label), standing: .enrolled)
        try beOwn(row: row, keys: keys, machine: machine)
    }
}
