import Device
import Synchronization

/// A wall clock that a test sets: every reading is one millisecond after the one before.
final class TestClock: Sendable {
    private let milliseconds: Mutex<Int64>

    /// 8 November 2023, 09:30 in Beijing.
    init(milliseconds: Int64 = 1_699_407_000_000) {
        self.milliseconds = Mutex(milliseconds)
    }

    func advance(days: Int64) {
        milliseconds.withLock { $0 += days * 24 * 60 * 60 * 1000 }
    }

    var environment: Environment {
        Environment(
            now: {
                self.milliseconds.withLock {
                    $0 += 1
                    return $0
                }
            },
            random: Environment.system.random, variables: [:])
    }
}
