import Exchange

/// Two sessions and what lies between them, all values: messages wait on the line until they are delivered.
struct Line {
    var caller = ExchangeSession(role: .caller)
    var answerer = ExchangeSession(role: .answerer)
    var toAnswerer: [SessionMessage] = []
    var toCaller: [SessionMessage] = []
    /// Frames that each side still has to send.
    var frames: [Int]
    var closed = [false, false]
    var roundTrips = 0

    init(callerFrames: Int, answererFrames: Int) {
        frames = [callerFrames, answererFrames]
        perform(caller.opened(), by: 0)
        perform(answerer.opened(), by: 1)
    }

    private subscript(side: Int) -> ExchangeSession {
        get { side == 0 ? caller : answerer }
        set { if side == 0 { caller = newValue } else { answerer = newValue } }
    }

    mutating func perform(_ actions: [ExchangeSession.Action], by side: Int) {
        for action in actions {
            switch action {
            case .greet: perform(self[side].greeted(Words.hello), by: side)
            case .weigh:
                let offer = Offer(changes: UInt64(frames[side] * 3), photos: UInt64(frames[side]))
                perform(self[side].weighed(Weighed(reply: side == 1 ? Words.hello : nil, offer: offer)), by: side)
            case .takeIn: perform(self[side].took(TakenFrame(changes: 3, photos: 1)), by: side)
            case .acknowledge: perform(self[side].acknowledged(Words.receipt(2)), by: side)
            case .note: perform(self[side].noted(), by: side)
            case .send(let message): if side == 0 { toAnswerer.append(message) } else { toCaller.append(message) }
            case .close: closed[side] = true
            }
        }
        while self[side].wantsFrame {
            let frame = frames[side] > 0 ? Words.frame : nil
            frames[side] -= 1
            perform(self[side].produced(frame), by: side)
        }
    }

    /// Delivers all that lies on the line, to one side and then to the other.
    mutating func run() {
        while !toAnswerer.isEmpty || !toCaller.isEmpty {
            deliver(to: 1)
            deliver(to: 0)
            roundTrips += 1
        }
    }

    private mutating func deliver(to side: Int) {
        let messages = side == 1 ? toAnswerer : toCaller
        if side == 1 { toAnswerer = [] } else { toCaller = [] }
        for message in messages where self[side].wantsMessage {
            perform(self[side].received(message), by: side)
        }
    }
}
