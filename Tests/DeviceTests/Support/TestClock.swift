import Device
import Synchronization

/// A wall clock that a test sets: every reading is one millisecond after the one before, or as much as a test says.
final class TestClock: Sendable {
    private let milliseconds: Mutex<Int64>
    private let step = Mutex<Int64>(1)

    /// 8 November 2023, 09:30 in Beijing.
    init(milliseconds: Int64 = 1_699_407_000_000) {
        self.milliseconds = Mutex(milliseconds)
    }

    func advance(days: Int64) {
        milliseconds.withLock { $0 += days * 24 * 60 * 60 * 1000 }
    }

    /// How long everything takes from now on.
    func setStep(milliseconds: Int64) {
        step.withLock { $0 = milliseconds }
    }

    var environment: Environment {
        Environment(
            now: {
                let step = self.step.withLock { $0 }
                return self.milliseconds.withLock {
                    $0 += step
                    return $0
                }
            },
            random: Environment.system.random, variables: [:])
    }
}
