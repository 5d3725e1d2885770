import Device
import Dispatch
import FieldRecords
import Foundation
import Synchronization

/// The one exchange that a page may have going on: it outlives the request that began it, and every page sees it.
final class ExchangeWork: Sendable {
    enum Kind: String, Sendable {
        case stick, rehearsal, sync
    }

    enum State: Sendable {
        case idle
        case running(Kind, Phrase)
        case done(Kind, WorkOutcome, ended: Date)
    }

    /// How long it is told how one ended: to whoever comes later it would be a word on the stick that is in by then.
    static let toldSeconds = 600.0

    private let current = Mutex(State.idle)
    private let queue = DispatchQueue(label: "yilu.web.exchange")
    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date = { Date() }) { self.now = now }

    var state: State {
        current.withLock { state in
            if case .done(_, _, let ended) = state, abs(now().timeIntervalSince(ended)) > ExchangeWork.toldSeconds {
                state = .idle
            }
            return state
        }
    }

    /// Begins, unless another one is going on.
    ///
    /// - Returns: whether it began.
    func begin(_ kind: Kind, _ body: @escaping @Sendable (@escaping WebHands.Progress) throws -> WorkOutcome) -> Bool {
        let isFree = current.withLock { state in
            if case .running = state { return false }
            state = .running(kind, Phrase(zh: "开始……", en: "Beginning …"))
            return true
        }
        guard isFree else { return false }
        queue.async { [self] in
            let outcome: WorkOutcome
            do {
                outcome = try body { phrase in self.current.withLock { $0 = .running(kind, phrase) } }
            } catch { outcome = WorkOutcome(failed: error) }
            current.withLock { $0 = .done(kind, outcome, ended: now()) }
        }
        return true
    }
}
