import Foundation
import Synchronization
import Testing

@testable import Web

@Suite("How an exchange ended")
struct ExchangeWorkTests {
    @Test("is told with its time, and no more to whoever comes ten minutes later")
    func ending() async throws {
        let begin = Date(timeIntervalSince1970: 1_764_400_000)
        let clock = Mutex(begin)
        let work = ExchangeWork { clock.withLock { $0 } }
        /// When it ended; nil where that is not told.
        func ended() -> Date? { if case .done(_, _, let ended) = work.state { ended } else { nil } }
        #expect(work.begin(.stick) { _ in WorkOutcome(said: [], complaints: []) })
        while ended() == nil { await Task.yield() }
        clock.withLock { $0 += ExchangeWork.toldSeconds }
        #expect(ended() == begin)
        clock.withLock { $0 += 1 }
        #expect(ended() == nil)
        #expect(work.begin(.stick) { _ in WorkOutcome(said: [], complaints: []) })
    }
}
