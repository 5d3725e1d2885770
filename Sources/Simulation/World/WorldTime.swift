import Seeds
import Synchronization

/// The true time, which nobody in the world knows, and the clocks that people go by.
final class WorldTime: Sendable {
    static let day: Int64 = 24 * 60 * 60 * 1000

    private let milliseconds = Mutex<Int64>(1_699_407_000_000)

    var now: Int64 { milliseconds.withLock { $0 } }

    func advance(by milliseconds: Int64) {
        self.milliseconds.withLock { $0 += milliseconds }
    }
}

/// A device's clock: right, slow by years, stopped at 1970, jumping.
final class WorldClock: Sendable {
    private struct State {
        var offset: Int64 = 0
        /// Set for a clock that stands still.
        var stopped: Int64?
    }

    private let time: WorldTime
    private let state = Mutex(State())

    init(_ time: WorldTime) {
        self.time = time
    }

    var now: Int64 {
        state.withLock { $0.stopped ?? max(0, time.now + $0.offset) }
    }

    /// Sets the clock to be wrong in some way, or right.
    func disturb(_ random: inout SeededRandom) -> String {
        let day = WorldTime.day
        let (offset, stopped): (Int64, Int64?) =
            switch random.below(8) {
            case 0: (0, 0)
            case 1: (0, 4_291_747_200_000)
            case 2: (-365 * day, nil)
            case 3: (-6 * 365 * day, nil)
            case 4: (23 * 60 * 60 * 1000, nil)
            case 5: (400 * day, nil)
            case 6: (-Int64(random.below(3_600_000)), nil)
            default: (0, nil)
            }
        state.withLock {
            $0.offset = offset
            $0.stopped = stopped
        }
        return stopped.map { "stands at \($0)" } ?? "is off by \(offset) ms"
    }
}
