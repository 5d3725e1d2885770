package import Bundles
import Causality
package import Exchange
import FieldRecords
package import Membership
import Store
import Synchronization

/// This device at one end of a session: what ``ExchangeDesk`` promises, by the means of a bundle's import and export.
///
/// Each call is one transaction. In each the device must still bear the identity that TLS has shown to the other side;
/// a file that turns out to be restored or copied ends the session, and the next one is under the new identity.
package final class DeviceDesk: ExchangeDesk {
    let device: Device
    /// Our identity in this session.
    let replica: ReplicaID
    let peer: Member
    let identity: Identity
    let role: ExchangeSession.Role
    /// What the hello and the frames brought; calls that touch it come one after another.
    let incoming = Mutex(Incoming())
    /// What goes out, beside them.
    let outgoing: Mutex<SessionSource>
    let network: NetworkID

    struct Incoming: Sendable {
        var intake = BundleIntake()
        var peerLabel = ""
        var failure: DeviceError?
        /// Whether this device should go on under another name, and can take no more.
        var hasNoNameLeft = false
        /// The logs of which the other side's hello told another history.
        var contradicted: Set<LogID> = []
        var summary = SessionSummary()
    }

    /// - Parameters:
    ///   - credentials: what this device shows in TLS.
    ///   - identity: the other side's, as TLS has proven it.
    package init(
        _ device: Device, _ credentials: SessionCredentials, role: ExchangeSession.Role, identity: Identity,
        member: Member
    ) {
        self.device = device
        replica = credentials.replica
        network = credentials.root.network
        self.role = role
        self.identity = identity
        peer = member
        outgoing = Mutex(SessionSource.nothing(peer: member.replica))
    }

    package func now() -> Int64 { device.environment.now() }

    /// How the session went; whole once it was closed.
    package var summary: SessionSummary { incoming.withLock { $0.summary } }

    package func greet() throws(Refusal) -> Hello {
        let receipt = try writing { incoming, session, own in
            let peer = try self.meet(&incoming, session, own)
            return try self.receipt(for: peer, session, own)
        }
        return hello(receipt)
    }

    package func weigh(_ hello: Hello, arrived: Int64) throws(Refusal) -> Weighed {
        try check(hello.receipt)
        let (reply, source, told) = try writing {
            incoming, session, own -> (SignedReceipt?, SessionSource, [Refusal]) in
            let peer = try self.meet(&incoming, session, own)
            try session.noteClock(of: peer.replica, offset: hello.clock - arrived)
            incoming.contradicted = try self.contradicted(by: hello.receipt.receipt, session, own)
            try self.take(hello.receipt, &incoming, session, own, wall: arrived)
            let source = try self.source(for: peer, hello: hello, session, own)
            let told: [Refusal] =
                peer.standing == .enrolled
                ? [] : [Refusal(.notEnrolled, reach: .thing, detail: peer.reason ?? peer.standing.rawValue)]
            return (self.role == .answerer ? try self.receipt(for: peer, session, own) : nil, source, told)
        }
        try goOnAnewIfNeeded()
        outgoing.withLock { $0 = source }
        return Weighed(reply: reply.map(self.hello), offer: source.offer, told: told)
    }

    package func nextFrame() throws(Refusal) -> OutgoingFrame? {
        do {
            return try outgoing.withLock { source in try device.read { reading, _ in try source.frame(reading) } }
        } catch { throw refusal(for: error) }
    }

    package func acknowledge() throws(Refusal) -> SignedReceipt {
        try writing { _, session, own in
            guard let peer = try session.storedReplica(self.peer.replica) else { throw Refusal(.outOfTurn) }
            return try self.receipt(for: peer, session, own)
        }
    }

    package func note(_ receipt: SignedReceipt) throws(Refusal) {
        try check(receipt)
        try writing { incoming, session, own in
            try self.requireTruth(of: receipt.receipt, incoming, session, own)
            try self.take(receipt, &incoming, session, own, wall: self.now())
        }
        try goOnAnewIfNeeded()
    }
}

extension DeviceDesk {
    /// Writes in one transaction under the identity of this session; what is thrown undoes all of it, also what it did
    /// to `incoming`.
    func writing<Result>(
        _ body: (inout Incoming, StoreWriting, Own) throws -> Result
    ) throws(Refusal) -> Result {
        // Calls come one after another, so nobody else changes it meanwhile.
        let before = incoming.withLock { $0 }
        var changed = before
        var refused: Refusal?
        do {
            let result = try device.write { session, own in
                changed = before
                do {
                    guard own.replica.replica == replica else { throw Refusal(.goesOnAnew) }
                    return try body(&changed, session, own)
                } catch let refusal as Refusal {
                    refused = refusal
                    throw Device.Undone()
                } catch  where DeviceDesk.concernsContent(error) {
                    refused = refusal(ofContent: error)
                    throw Device.Undone()
                }
            }
            incoming.withLock { $0 = changed }
            return result
        } catch { throw refused ?? refusal(for: error) }
    }
}
