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

    /// Makes the next frame, when the session has one to send and the line takes it.
    func produce() {
        guard let desk, let context, session.wantsFrame, !isProducing, !hasLineEnded, context.channel.isWritable else {
            return
        }
        isProducing = true
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        setting.workers.read(on: context.eventLoop) { try desk.nextFrame() }.whenComplete { result in
            this.value.isProducing = false
            this.value.heard(result) { $0.produced($1) }
        }
    }

    func send(_ message: SessionMessage) {
        guard let context, !hasLineEnded else { return }
        let bytes = message.encoded
        session.count(sent: bytes.count)
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes))).whenSuccess {
            this.value.lastSign = .now()
        }
    }
}
