import Bundles
import Exchange
import Testing

@Suite("A session, as a value")
struct SessionTests {
    @Test("nothing new ends after one round trip and the caller's last word")
    func nothingNew() {
        var line = Line(callerFrames: 0, answererFrames: 0)
        line.run()
        #expect(line.caller.report.ending == .done && line.answerer.report.ending == .done)
        #expect(line.closed == [true, true])
        #expect(line.roundTrips == 2)
    }

    @Test("frames go both ways, receipts follow, both sides know how many", arguments: 0..<4, 0..<4)
    func both(callerFrames: Int, answererFrames: Int) {
        var line = Line(callerFrames: callerFrames, answererFrames: answererFrames)
        line.run()
        #expect(line.caller.report.ending == .done && line.answerer.report.ending == .done)
        let progress = line.caller.report.progress
        #expect(progress.sent == callerFrames * 3 && progress.received == answererFrames * 3)
        #expect(line.answerer.report.progress.received == callerFrames * 3)
        #expect(progress.percent == 100 && line.answerer.report.progress.percent == 100)
    }

    @Test("a receipt may come while its giver still sends")
    func earlyReceipt() {
        var session = ExchangeSession(role: .answerer)
        _ = session.opened()
        _ = session.received(.hello(Words.hello))
        _ = session.weighed(Weighed(reply: Words.hello, offer: .nothing))
        _ = session.produced(Words.frame)
        _ = session.produced(nil)
        #expect(session.received(.receipt(Words.receipt(2))) == [.note(Words.receipt(2))])
        #expect(session.noted().isEmpty)
        #expect(session.received(.frame([1])) == [.takeIn([1])])
        _ = session.took(TakenFrame(changes: 1, photos: 0))
        #expect(session.received(.end) == [.acknowledge])
        #expect(session.acknowledged(Words.receipt(3)).last == .close)
        #expect(session.report.ending == .done)
    }

    @Test("a line that breaks before the last receipt is not done on that side")
    func lost() {
        var line = Line(callerFrames: 2, answererFrames: 1)
        line.caller.lost()
        #expect(line.caller.report.ending == .lost)
        #expect(!line.caller.wantsMessage && !line.caller.wantsFrame)
        #expect(line.caller.produced(Words.frame).isEmpty)
    }

    @Test("what comes out of turn ends it with a word to the other side")
    func outOfTurn() {
        let early: [SessionMessage] = [.frame([1]), .end, .receipt(Words.receipt(1)), .offer(.nothing)]
        for message in early {
            var session = ExchangeSession(role: .answerer)
            _ = session.opened()
            let actions = session.received(message)
            #expect(actions.last == .close)
            guard case .refused(let refusal) = session.report.ending else {
                Issue.record("\(message) was taken")
                continue
            }
            #expect(refusal.reason == .outOfTurn && session.report.isMisbehaviour)
            #expect(actions.first == .send(.refusal(refusal)))
        }
    }

    @Test("a second hello, a frame after the end, a receipt for nothing are out of turn")
    func late() {
        for messages in [[.hello(Words.hello)], [.end, .frame([1])], [.end, .receipt(Words.receipt(1))]]
            as [[SessionMessage]]
        {
            var session = ExchangeSession(role: .answerer)
            _ = session.opened()
            _ = session.received(.hello(Words.hello))
            _ = session.weighed(Weighed(reply: Words.hello, offer: .nothing))
            for message in messages { _ = session.received(message) }
            guard case .refused(let refusal) = session.report.ending else {
                Issue.record("\(messages) was taken")
                continue
            }
            #expect(refusal.reason == .outOfTurn)
        }
    }

    @Test("the other side's refusal of the session ends it, of a thing is kept")
    func refusals() {
        var session = ExchangeSession(role: .caller)
        _ = session.opened()
        _ = session.greeted(Words.hello)
        let thing = Refusal(.notPermitted, reach: .thing, detail: "x")
        #expect(session.received(.refusal(thing)).isEmpty)
        #expect(session.report.refusedByPeer == [thing])
        let revoked = Refusal(.revoked)
        #expect(session.received(.refusal(revoked)) == [.close])
        #expect(session.report.ending == .refusedByPeer(revoked))
        #expect(!session.report.isMisbehaviour)
    }

    @Test("one message is in hand at a time")
    func oneAtATime() {
        var session = ExchangeSession(role: .answerer)
        #expect(!session.wantsMessage)
        _ = session.opened()
        #expect(session.wantsMessage)
        _ = session.received(.hello(Words.hello))
        #expect(!session.wantsMessage && session.isDeskAtWork)
        _ = session.weighed(Weighed(reply: Words.hello, offer: .nothing))
        #expect(session.wantsMessage && session.wantsFrame)
    }

    @Test("progress never passes 100 percent, though more came than was offered")
    func progress() {
        var progress = SessionProgress()
        #expect(progress.percent == 100)
        progress.toSend = Offer(changes: 10, photos: 0)
        progress.toReceive = Offer(changes: 30, photos: 10)
        #expect(progress.percent == 0)
        progress.sent = 90
        #expect(progress.percent == 20)
        progress.received = 31
        progress.receivedPhotos = 99
        #expect(progress.percent == 100)
        progress.toReceive = Offer(changes: .max, photos: .max)
        #expect((0...100).contains(progress.percent))
    }
}
