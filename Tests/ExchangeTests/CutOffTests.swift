import Exchange
import Testing

@Suite("A peer that misbehaves")
struct CutOffTests {
    @Test(
        "one that goes on bringing what must be refused is cut off, whatever else was refused before",
        arguments: [0, ExchangeSession.toldMax + 1])
    func cutOff(harmless: Int) {
        var session = ExchangeSession(role: .answerer)
        _ = session.opened()
        _ = session.received(.hello(Words.hello))
        _ = session.weighed(Weighed(reply: Words.hello, offer: .nothing))
        for _ in 0..<harmless {
            _ = session.received(.frame([1]))
            _ = session.took(TakenFrame(changes: 0, photos: 0, refusals: [Refusal(.unknownPlace, reach: .thing)]))
        }
        #expect(!session.isClosed && !session.report.isMisbehaviour)
        var frames = 0
        while session.wantsMessage, frames < 100 {
            _ = session.received(.frame([1]))
            let refusal = Refusal(.badContent, reach: .thing, detail: "frame \(frames)")
            _ = session.took(TakenFrame(changes: 0, photos: 0, refusals: [refusal]))
            frames += 1
        }
        #expect(frames == ExchangeSession.refusalsMax + 1)
        #expect(session.report.isMisbehaviour)
    }
}
