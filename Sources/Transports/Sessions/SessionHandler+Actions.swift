import Bundles
import Exchange
import NIOCore

// What the session asks for.
extension SessionHandler {
    func perform(_ actions: [ExchangeSession.Action]) {
        for action in actions {
            switch action {
            case .greet: ask({ try $0.greet() }, then: { $0.greeted($1) })
            case .weigh(let hello):
                guard let desk else { return }
                let arrived = desk.now()
                ask({ try $0.weigh(hello, arrived: arrived) }, then: { $0.weighed($1) })
            case .takeIn(let frame): ask({ try $0.takeIn(frame) }, then: { $0.took($1) })
            case .acknowledge: ask({ try $0.acknowledge() }, then: { $0.acknowledged($1) })
            case .note(let receipt): ask({ try $0.note(receipt) }, then: { session, _ in session.noted() })
            case .send(let message): send(message)
            case .close: close()
            }
        }
        context?.flush()
        setting.progress(session.report.progress)
        produce()
    }

    /// Counts what is an answer of the other side's.
    func count(_ message: SessionMessage) {
        switch message {
        case .hello: roundTrips += setting.role == .caller ? 1 : 0
        case .receipt: roundTrips += 1
        case .offer, .frame, .end, .refusal, .wait: break
        }
    }

    /// Has the desk do something that writes, and tells the session what came of it.
    func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (any ExchangeDesk) throws -> Answer,
        then: @escaping @Sendable (inout ExchangeSession, Answer) -> [ExchangeSession.Action]
    ) {
        guard let desk else { return }
        lastWait = .now()
        let this = NIOLoopBound(self, eventLoop: loop)
        setting.workers.write(on: loop) { try question(desk) }.whenComplete { result in
            this.value.heard(result, then)
        }
    }

    func heard<Answer>(
        _ result: Result<Answer, any Error>, _ then: (inout ExchangeSession, Answer) -> [ExchangeSession.Action]
    ) {
        lastSign = .now()
        switch result {
        case .success(let answer): perform(then(&session, answer))
        case .failure(let error): perform(session.refuse(SessionHandler.ending(error)))
        }
        pump()
    }

    /// Whatever the desk throws ends the session.
    private static func ending(_ error: any Error) -> Refusal {
        guard let refusal = error as? Refusal else { return Refusal(.cannotStore) }
        return Refusal(refusal.reason, reach: .session, detail: refusal.detail)
    }

    /// Makes the next frame, when the session has one to send, the line takes it and there is room for it.
    func produce() {
        guard let desk, let context, session.wantsFrame, !isProducing, !hasLineEnded, context.channel.isWritable else {
            return
        }
        guard !roomOut.isMessageInHand, !roomOut.isAwaited else { return }
        guard roomOut.isHeld else {
            // How large it will be nobody knows yet.
            return ask(for: \.roomOut, in: setting.workers.outgoing, messageBytes: Frame.gatheredBytesMax) {
                $0.produce()
            }
        }
        isProducing = true
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        setting.workers.read(on: context.eventLoop) { try desk.nextFrame() }.whenComplete { result in
            this.value.isProducing = false
            this.value.fit(result)
            this.value.heard(result) { $0.produced($1) }
        }
    }

    /// Keeps of the room what the frame takes.
    private func fit(_ result: Result<OutgoingFrame?, any Error>) {
        let bytes = (try? result.get())?.packed.count ?? 0
        if bytes <= BufferBudget.freeBytes {
            roomOut.giveBack(to: setting.workers.outgoing)
        } else if let ticket = roomOut.ticket {
            setting.workers.outgoing.correct(ticket, messageBytes: bytes)
            roomOut.isMessageInHand = true
        }
    }

    func send(_ message: SessionMessage) {
        guard let context, !hasLineEnded else { return }
        let bytes = message.encoded
        session.count(sent: bytes.count)
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        var isFrame = false
        if case .frame = message { isFrame = true }
        context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes))).whenSuccess { [isFrame] in
            this.value.lastSign = .now()
            if isFrame { this.value.frameLeft() }
        }
    }

    private func frameLeft() {
        guard roomOut.isMessageInHand else { return }
        roomOut.giveBack(to: setting.workers.outgoing)
        produce()
    }
}
