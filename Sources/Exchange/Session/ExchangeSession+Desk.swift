package import Bundles

// What the desk tells a session.
extension ExchangeSession {
    package mutating func greeted(_ hello: Hello) -> [Action] {
        guard phase == .greeting else { return [] }
        phase = .waitsForHello
        isDeskBusy = false
        return [.send(.hello(hello))]
    }

    package mutating func weighed(_ weighed: Weighed) -> [Action] {
        guard phase == .waitsForHello else { return [] }
        phase = .open
        isDeskBusy = false
        report.progress.toSend = weighed.offer
        var actions: [Action] = weighed.reply.map { [.send(.hello($0))] } ?? []
        actions += weighed.told.flatMap { refuseThing($0) }
        if weighed.offer != .nothing { actions.append(.send(.offer(weighed.offer))) }
        return actions
    }

    /// The next frame to send; nil after the last.
    package mutating func produced(_ frame: OutgoingFrame?) -> [Action] {
        guard wantsFrame else { return [] }
        guard let frame else {
            hasSentEnd = true
            return [.send(.end)] + settled()
        }
        framesSent += 1
        report.progress.sent += frame.changes
        report.progress.sentPhotos += frame.photos
        return [.send(.frame(frame.packed))]
    }

    package mutating func took(_ frame: TakenFrame) -> [Action] {
        guard phase == .open else { return [] }
        isDeskBusy = false
        framesTaken += 1
        report.progress.received += frame.changes
        report.progress.receivedPhotos += frame.photos
        var actions: [Action] = []
        for refusal in frame.refusals {
            actions += refuseThing(refusal)
            if report.misbehaviours > ExchangeSession.refusalsMax {
                return actions + refuse(Refusal(refusal.reason, detail: "too much was refused: \(refusal.detail)"))
            }
        }
        return actions
    }

    package mutating func acknowledged(_ receipt: SignedReceipt) -> [Action] {
        guard phase == .open else { return [] }
        isDeskBusy = false
        hasSentReceipt = true
        return [.send(.receipt(receipt))] + settled()
    }

    package mutating func noted() -> [Action] {
        guard phase == .open else { return [] }
        isDeskBusy = false
        return settled()
    }
}

extension ExchangeSession {
    package mutating func count(sent: Int = 0, received: Int = 0) {
        report.bytesSent += sent
        report.bytesReceived += received
    }

    mutating func heard(_ refusal: Refusal) -> [Action] {
        guard refusal.reach == .thing else {
            phase = .closed
            report.ending = .refusedByPeer(refusal)
            return [.close]
        }
        guard report.refusedByPeer.count < ExchangeSession.toldMax else { return [] }
        report.refusedByPeer.append(refusal)
        return []
    }

    mutating func refuseThing(_ refusal: Refusal) -> [Action] {
        if refusal.isMisbehaviour { report.misbehaviours += 1 }
        guard report.refused.count < ExchangeSession.toldMax else { return [] }
        report.refused.append(refusal)
        return [.send(.refusal(refusal))]
    }

    /// Closes once both sides have said all and acknowledged all.
    mutating func settled() -> [Action] {
        let owesReceipt = framesTaken > 0 && !hasSentReceipt
        let awaitsReceipt = framesSent > 0 && (!hasGotReceipt || isDeskBusy)
        guard hasSentEnd, hasGotEnd, !owesReceipt, !awaitsReceipt else { return [] }
        phase = .closed
        report.ending = .done
        return [.close]
    }
}
