import Bundles
import Causality
import Exchange
import Membership
import Store
import Synchronization

// Who the other side is, and what it may be told.
extension DeviceDesk {
    func check(_ receipt: SignedReceipt) throws(Refusal) {
        guard receipt.receipt.replica == peer.replica, (try? receipt.verify(network: network)) != nil else {
            throw Refusal(.badContent, detail: "a receipt that is not the sender's")
        }
    }

    /// Notes who the other side is, as a bundle's identities are noted: the host enrols the first user of an invitation,
    /// everybody else waits for its word. Whoever was revoked or retired is heard no further.
    func meet(_ incoming: inout Incoming, _ session: StoreWriting, _ own: Own) throws -> StoredReplica {
        incoming.intake.remarks += try session.meet([identity], own: own, wall: now())
        guard peer.replica != own.replica.replica, let stored = try session.storedReplica(peer.replica) else {
            throw Refusal(.outOfTurn, detail: "a session of a device with itself")
        }
        incoming.peerLabel = stored.label
        switch stored.standing {
        case .revoked, .refused: throw Refusal(.revoked)
        case .retired: throw Refusal(.retired)
        case .enrolled, .waiting, .superseded: return stored
        }
    }

    func hello(_ receipt: SignedReceipt) -> Hello {
        Hello(program: Device.programVersion, clock: now(), receipt: receipt)
    }

    /// A receipt for the other side: of the places of which both hold anything, and of none while it is not enrolled.
    func receipt(for peer: StoredReplica, _ session: StoreWriting, _ own: Own) throws -> SignedReceipt {
        peer.standing == .enrolled
            ? try session.giveReceipt(of: own.places(toldTo: [peer]), own: own, wall: now())
            : try session.giveReceipt(of: [], own: own, wall: now())
    }

    /// What to send: nothing to a device that is not enrolled.
    func source(
        for peer: StoredReplica, hello: Hello, _ session: StoreWriting, _ own: Own
    ) throws -> SessionSource {
        guard peer.standing == .enrolled else {
            return .nothing(peer: peer.replica)
        }
        let plan = try BundlePlan(reading: session, own: own, receivers: [peer])
        let isNews = !plan.ranges.isEmpty || !plan.photos.isEmpty
        // Others' receipts travel with news. The peer's own one goes back only where it does not know it.
        let receipts = plan.carriedReceipts.filter {
            $0.receipt.replica == peer.replica
                ? $0.receipt != hello.receipt.receipt && $0.receipt.number >= hello.receipt.receipt.number
                : isNews && $0.receipt.replica != own.replica.replica
        }
        return SessionSource(plan, receipts: receipts, peer: peer.replica, turn: hello.receipt.receipt.number)
    }

    /// Takes in the other side's receipt. Where it is the district's word, this device notes how it came home.
    func take(
        _ receipt: SignedReceipt, _ incoming: inout Incoming, _ session: StoreWriting, _ own: Own, wall: Int64
    ) throws {
        let before = try session.newestReceipt(of: peer.replica)?.number
        try incoming.intake.take([.receipt(receipt)], frame: nil, session: session, own: own, wall: wall)
        guard !own.isHost, let giver = try session.storedReplica(peer.replica), giver.node == own.rootNode,
            let number = try session.newestReceipt(of: peer.replica)?.number, number != before
        else { return }
        try session.noteReceipt(number: number, from: giver.label, way: "sync", time: wall)
    }

    /// The logs of which a receipt tells another history than the one that is held here, and known to be the only one.
    ///
    /// In a hello it may be the other branch of a log that was copied, of which nobody has heard here yet. What it tells
    /// at the end, and did not at the beginning, was never sent and never written.
    func contradicted(by receipt: Receipt, _ session: StoreReading, _ own: Own) throws -> Set<LogID> {
        // The receipt tells of a few places, and a host holds thousands.
        Set(
            try receipt.entries.filter { entry in
                guard own.tree.mayHold(entry.log.place, at: own.node), let mark = try session.held(entry.log),
                    entry.sequence <= mark.sequence
                else { return false }
                return try session.chainPrefix(of: entry.log, at: entry.sequence) != entry.chainPrefix
                    && !session.isForked(entry.log)
            }.map(\.log))
    }

    func requireTruth(of receipt: Receipt, _ incoming: Incoming, _ session: StoreReading, _ own: Own) throws {
        let lies = try contradicted(by: receipt, session, own).subtracting(incoming.contradicted)
        guard let log = lies.min() else { return }
        let label = try session.label(log.replica) ?? "?"
        throw Refusal(.neverSent, detail: "a receipt for changes of \(label) that nobody sent")
    }

    /// Takes up a new identity where the other side has shown that this one went on elsewhere; ends the session then.
    /// Where it can take none, the session goes on.
    func goOnAnewIfNeeded() throws(Refusal) {
        guard incoming.withLock({ $0.intake.ownLogWentOn }) else { return }
        do {
            let isStillOurs = try device.read { _, own in own.replica.replica == replica }
            if isStillOurs {
                guard try device.mayGoOnAnew() else {
                    incoming.withLock { $0.hasNoNameLeft = true }
                    return
                }
                try device.succeed(because: "others hold more of this device's log than it does")
            }
            try device.settleOwnForks()
        } catch { throw refusal(for: error) }
        throw Refusal(.goesOnAnew)
    }
}
