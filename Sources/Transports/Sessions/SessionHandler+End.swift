import Exchange
import NIOCore

// How a session ends, and when it must.
extension SessionHandler {
    /// Sends what is left and closes. After a refusal the other side may still be sending: what comes is read and let
    /// go for a moment, since a socket closed with unread bytes takes the last words back.
    func close() {
        guard let context, !isClosing else { return }
        isClosing = true
        context.flush()
        var isLastWord = false
        if case .refused = session.report.ending { isLastWord = true }
        let channel = context.channel
        if isLastWord {
            context.close(mode: .output, promise: nil)
        } else {
            context.close(promise: nil)
        }
        context.eventLoop.scheduleTask(in: setting.limits.farewellMax) { channel.close(promise: nil) }
        if isReadHeld {
            isReadHeld = false
            context.read()
        }
    }

    func fail(_ fault: LineFault) {
        self.fault = self.fault ?? fault
        session.lost()
        isClosing = true
        context?.close(promise: nil)
        if context?.channel.isActive != true { finish() }
    }

    func finish() {
        guard !isFinished else { return }
        isFinished = true
        ticking?.cancel()
        giveBackRoom()
        let milliseconds = Int((NIODeadline.now() - began).nanoseconds / 1_000_000)
        let record = SessionRecord(
            remote: remote, member: setting.peer.identity?.member,
            report: session.report, fault: session.report.ending == .lost ? fault ?? .broken : nil,
            milliseconds: milliseconds, roundTrips: roundTrips, desk: desk)
        let finished = setting.finished
        guard let desk else { return finished.succeed(record) }
        setting.workers.write(on: loop) { desk.close(record.report) }
            .whenComplete { _ in finished.succeed(record) }
    }

    /// Looks at the limits of time.
    func tick() {
        guard !session.isClosed else { return }
        let now = NIODeadline.now()
        if !isHandshakeDone {
            if now - began > setting.limits.handshakeMax { fail(.handshakeTooLong) }
            return
        }
        if now - began > setting.limits.sessionMax { return perform(session.refuse(Refusal(.tooLong))) }
        if isInTheWay(at: now) {
            return perform(session.refuse(Refusal(.busy, detail: "others wait for room and this line is slow")))
        }
        let isAtWork = session.isDeskAtWork || isProducing || roomIn.isAwaited || roomOut.isAwaited
        if !isAtWork, now - lastSign > setting.limits.silenceMax {
            return perform(session.refuse(Refusal(.silent)))
        }
        if session.isDeskAtWork || roomIn.isAwaited || roomOut.isAwaited, now - lastWait > setting.limits.waitEvery {
            lastWait = now
            perform([.send(.wait)])
        }
    }
}
