import Callers
import Foundation
import Synchronization
import Testing

@testable import CommandsTests

extension ManyHands {
    /// What one connection asks for the browsers behind it: each of the pages, and every fifth time a saving.
    func browse(_ caller: Int, until end: ContinuousClock.Instant) throws {
        let line = HTTPCaller(port: page.port)
        let pace = ManyHands.pace / (ManyHands.browsers / ManyHands.callers)
        let pages = ["/", "/list", "/new/activity", "/sync"]
        var (next, turn) = (ContinuousClock.now + pace * caller / ManyHands.callers, 0)
        while next < end {
            Thread.sleep(forTimeInterval: (next - .now) / .seconds(1))
            // Behind its time it asks at once: nobody waits less because others do.
            next += pace
            let start = ContinuousClock.now
            if turn % 5 == 4 {
                let body = #"{"form": "activity", "fields": {"title": "页 \#(caller) \#(turn)"}}"#
                let answer = try line.ask(
                    "POST", "/api/v1/records",
                    headers: [("X-Yilu-Token", page.token), ("Content-Type", "application/json")],
                    body: Array(body.utf8))
                #expect(answer.status == 201, "\(answer.status) \(answer.text.prefix(300))")
                if let number = try answer.json["number"]?.text { told.withLock { $0.append(number) } }
            } else {
                let answer = try line.ask("GET", pages[turn % 5])
                #expect(answer.status == 200, "\(pages[turn % 5]): \(answer.status) \(answer.text.prefix(300))")
            }
            let wait = ContinuousClock.now - start
            waits.withLock { $0.append(wait / .milliseconds(1)) }
            turn += 1
        }
    }
}
