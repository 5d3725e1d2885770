// What the line tells a session.
extension ExchangeSession {
    /// The line stands, and both sides know who the other is.
    package mutating func opened() -> [Action] {
        precondition(phase == .idle, "a session opens once")
        guard role == .caller else {
            phase = .waitsForHello
            return []
        }
        phase = .greeting
        isDeskBusy = true
        return [.greet]
    }

    /// A message came.
    ///
    /// - Precondition: ``wantsMessage``.
    package mutating func received(_ message: SessionMessage) -> [Action] {
        precondition(wantsMessage, "one message at a time")
        switch message {
        case .refusal(let refusal): return heard(refusal)
        case .wait: return []
        case .hello(let hello):
            guard phase == .waitsForHello else { return refuse(Refusal(.outOfTurn, detail: "hello")) }
            isDeskBusy = true
            return [.weigh(hello)]
        case .offer(let offer):
            guard phase == .open, !hasGotEnd else { return refuse(Refusal(.outOfTurn, detail: "offer")) }
            report.progress.toReceive = offer
            return []
        case .frame(let packed):
            guard phase == .open, !hasGotEnd else { return refuse(Refusal(.outOfTurn, detail: "frame")) }
            isDeskBusy = true
            return [.takeIn(packed)]
        case .end:
            guard phase == .open, !hasGotEnd else { return refuse(Refusal(.outOfTurn, detail: "end")) }
            hasGotEnd = true
            guard framesTaken > 0 else { return settled() }
            isDeskBusy = true
            return [.acknowledge]
        case .receipt(let receipt):
            guard phase == .open, hasSentEnd, framesSent > 0, !hasGotReceipt else {
                return refuse(Refusal(.outOfTurn, detail: "receipt"))
            }
            hasGotReceipt = true
            isDeskBusy = true
            return [.note(receipt)]
        }
    }

    /// The line broke, or the other side closed it.
    package mutating func lost() {
        phase = .closed
    }

    /// Ends the session from this side: a limit was passed, the bytes are no messages, the program stops.
    package mutating func refuse(_ refusal: Refusal) -> [Action] {
        guard phase != .closed else { return [] }
        guard refusal.reach == .session else { return refuseThing(refusal) }
        phase = .closed
        report.ending = .refused(refusal)
        return [.send(.refusal(refusal)), .close]
    }
}
