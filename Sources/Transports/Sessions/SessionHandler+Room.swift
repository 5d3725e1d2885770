import Exchange
import NIOCore

// What comes, as there is room for it in the budgets that all sessions share.
extension SessionHandler {
    /// What a session holds of a budget, or waits for.
    struct Room {
        private(set) var ticket: BufferBudget.Ticket?
        private(set) var grantedAt: NIODeadline?
        /// Whether the message is whole: one that came is in the desk's hands, one that goes is on its way.
        var isMessageInHand = false

        var isHeld: Bool { grantedAt != nil }
        var isAwaited: Bool { ticket != nil && grantedAt == nil }

        mutating func asked(_ ticket: BufferBudget.Ticket) { self.ticket = ticket }

        mutating func granted() { grantedAt = .now() }

        mutating func giveBack(to budget: BufferBudget) {
            if let ticket { budget.giveBack(ticket) }
            self = Room()
        }
    }

    /// Whether the socket may be read.
    var wantsBytes: Bool { isClosing || session.wantsMessage && !roomIn.isAwaited }

    /// Hands whole messages to the session while it takes them; lets the socket be read when it wants more.
    func pump() {
        do throws(Refusal) {
            while let message = try nextMessage() {
                count(message)
                perform(session.received(message))
            }
        } catch { perform(session.refuse(error)) }
        if hasLineEnded, !session.isDeskAtWork {
            session.lost()
            finish()
        } else if isReadHeld, wantsBytes {
            isReadHeld = false
            context?.read()
        }
    }

    /// The next whole message, where the session wants one; asks for room where a large one has begun.
    func nextMessage() throws(Refusal) -> SessionMessage? {
        guard session.wantsMessage else { return nil }
        // What came before it is done with.
        if roomIn.isMessageInHand { roomIn.giveBack(to: setting.workers.incoming) }
        if let message = try decoder.next() {
            // What was read before the socket was held may have been the rest of it.
            if roomIn.isAwaited { roomIn.giveBack(to: setting.workers.incoming) }
            roomIn.isMessageInHand = roomIn.isHeld
            return message
        }
        let awaited = decoder.awaitedBytes
        if awaited > BufferBudget.freeBytes, roomIn.ticket == nil {
            ask(for: \.roomIn, in: setting.workers.incoming, messageBytes: awaited) { $0.pump() }
        }
        return nil
    }

    /// Asks for room, and goes on once it is there, later.
    func ask(
        for room: any ReferenceWritableKeyPath<SessionHandler, Room> & Sendable, in budget: BufferBudget,
        messageBytes: Int, then: @escaping @Sendable (SessionHandler) -> Void
    ) {
        let this = NIOLoopBound(self, eventLoop: loop)
        let loop = loop
        let ticket = budget.ask(messageBytes: messageBytes) {
            loop.execute {
                let handler = this.value
                // Finished meanwhile, it has given it back.
                guard handler[keyPath: room].ticket != nil else { return }
                handler[keyPath: room].granted()
                handler.lastSign = .now()
                then(handler)
            }
        }
        self[keyPath: room].asked(ticket)
    }

    /// Whether a large message of this session keeps others waiting for too long.
    func isInTheWay(at now: NIODeadline) -> Bool {
        func isSlow(_ room: Room, _ budget: BufferBudget) -> Bool {
            guard let granted = room.grantedAt else { return false }
            return now - granted > setting.limits.crowdedMax && budget.isCrowded
        }
        return !roomIn.isMessageInHand && isSlow(roomIn, setting.workers.incoming)
            || roomOut.isMessageInHand && isSlow(roomOut, setting.workers.outgoing)
    }

    func giveBackRoom() {
        roomIn.giveBack(to: setting.workers.incoming)
        roomOut.giveBack(to: setting.workers.outgoing)
    }
}
