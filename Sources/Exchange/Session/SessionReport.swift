/// How a session ended, and how far it came.
package struct SessionReport: Hashable, Sendable {
    package enum Ending: Hashable, Sendable {
        /// Everything went over, both ways, and was acknowledged.
        case done
        /// This side ended it.
        case refused(Refusal)
        /// The other side ended it.
        case refusedByPeer(Refusal)
        /// The line broke, or the other side went away without a word.
        case lost
    }

    package var ending: Ending = .lost
    package var progress = SessionProgress()
    /// What this side refused without ending the session, at most ``ExchangeSession/toldMax``.
    package var refused: [Refusal] = []
    /// How often what this side refused without ending the session was misbehaviour, whether or not it was kept.
    package var misbehaviours = 0
    /// What the other side refused without ending the session.
    package var refusedByPeer: [Refusal] = []
    /// Plain bytes of messages, before TLS.
    package var bytesSent = 0
    package var bytesReceived = 0

    package init() {}

    package var isMisbehaviour: Bool {
        if case .refused(let refusal) = ending, refusal.isMisbehaviour { return true }
        return misbehaviours > 0
    }
}

/// How far a session has come, in changes and photos.
package struct SessionProgress: Hashable, Sendable {
    package var sent = 0
    package var sentPhotos = 0
    package var received = 0
    package var receivedPhotos = 0
    package var toSend = Offer.nothing
    package var toReceive = Offer.nothing

    package init() {}

    /// Of both directions together, 0 to 100. What was offered may grow while the session lasts, so that more comes
    /// than was offered: that is no more than all.
    package var percent: Int {
        func part(_ done: Int, _ offered: UInt64) -> (Double, Double) {
            let whole = Double(offered)
            return (min(Double(done), whole), whole)
        }
        let parts = [
            part(sent, toSend.changes), part(sentPhotos, toSend.photos), part(received, toReceive.changes),
            part(receivedPhotos, toReceive.photos),
        ]
        let whole = parts.reduce(0) { $0 + $1.1 }
        guard whole > 0 else { return 100 }
        return min(100, Int(parts.reduce(0) { $0 + $1.0 } / whole * 100))
    }
}
