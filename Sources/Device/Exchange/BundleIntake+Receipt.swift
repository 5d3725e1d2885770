import Bundles
import Causality
import FieldRecords
import Membership
import Store

// What a receipt brings: who holds what, and whether somebody else goes by this device's name.
extension BundleIntake {
    mutating func take(_ signed: SignedReceipt, session: StoreWriting, own: Own) throws {
        let receipt = signed.receipt
        guard let giver = try session.storedReplica(receipt.replica) else { return }
        try signed.verify(network: own.network)
        if giver.row == own.replica.row {
            // Nobody else has this device's keys: whoever counts its receipts further is a copy of it.
            if receipt.number > UInt64(try session.counter(.lastReceiptNumber)) { ownLogWentOn = true }
            return
        }
        let tree = try session.tree()
        // Whoever waits gives another one once it is enrolled: until then everybody sends it what it may have anyway.
        if giver.standing == .enrolled {
            let network = own.network
            try session.take(
                receipt, statement: signed.encoded,
                mayHold: { tree.mayHaveHeld($0, at: own.node) },
                start: { ChainHash.start(network: network, log: $0) })
        }
        // Somebody who durably holds more of our own log than we do has met a later us, wherever its place is by now.
        if try Self.tellsOfMore(receipt, of: giver, tree: tree, session, own) {
            try weigh(wordOf: giver, own: own)
        }
    }

    /// Whether a receipt tells of more of this device's own logs than is here, of places that its giver may hold, or might once.
    private static func tellsOfMore(
        _ receipt: Receipt, of giver: StoredReplica, tree: PlaceTree, _ session: StoreWriting, _ own: Own
    ) throws -> Bool {
        let told = receipt.entries.filter {
            $0.log.replica == own.replica.replica && tree.mayHaveHeld($0.log.place, at: giver.node)
        }
        guard !told.isEmpty else { return false }
        let held = try session.held(of: told.map(\.log.place))
        return told.contains { $0.sequence > held[$0.log]?.sequence ?? 0 }
    }

    /// Believes the word of a device that this one went on elsewhere, or says why not.
    ///
    /// A receipt is a word and no proof: what it tells of may never have been written. So only a device that the host
    /// has enrolled is believed, and only until half of the names that this one can ever take are used up; there must
    /// always be room to restore it.
    private mutating func weigh(wordOf giver: StoredReplica, own: Own) throws {
        let reason: Phrase
        if giver.standing != .enrolled {
            reason = Phrase(zh: "它没有登记，它的话不算", en: "it is not enrolled, and its word counts for nothing")
        } else if try own.identity.successions.count >= Identity.successionsMax / 2 {
            reason = Phrase(
                zh: "这台设备已多次改换身份，不再只凭回执改换；请核实是谁不对",
                en: "this device took other names too often to do so again on a receipt alone: find out who is wrong")
        } else {
            ownLogWentOn = true
            return
        }
        let remark = Phrase(
            zh: "\(giver.label) 的回执说它有这台设备从没写过的变更：\(reason.zh)",
            en: "\(giver.label) says that it holds changes which this device never wrote: \(reason.en)")
        if !remarks.contains(remark) { remarks.append(remark) }
    }
}
