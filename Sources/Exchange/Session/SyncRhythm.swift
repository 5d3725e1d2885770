/// When to call again: at an interval while it goes well, sooner and then ever later while it does not, never at the
/// same moment as everybody else.
package struct SyncRhythm: Hashable, Sendable {
    /// The shortest interval that may be asked for.
    package static let everyMinSeconds = 5.0
    package static let everyMaxSeconds = 7 * 86_400.0
    /// The wait after the first failure.
    private static let firstRetrySeconds = 20.0
    /// The most that chance moves a wait, up or down.
    private static let jitter = 0.2

    package let everySeconds: Double

    /// Reads `15m`, `90s`, `2h` or `1d`; nil for anything else, or for what is out of bounds.
    package init?(_ text: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), text.utf8.count <= 8, let number = Int(text.dropLast()),
            text.first?.isNumber == true
        else { return nil }
        let seconds = Double(number) * unit
        guard (SyncRhythm.everyMinSeconds...SyncRhythm.everyMaxSeconds).contains(seconds) else { return nil }
        everySeconds = seconds
    }

    /// How long to wait.
    ///
    /// - Parameters:
    ///   - failures: how often it failed, one after another; 0 after a success.
    ///   - chance: from 0 to 1.
    package func waitSeconds(failures: Int, chance: Double) -> Double {
        let wait =
            failures == 0
            ? everySeconds
            : min(everySeconds, SyncRhythm.firstRetrySeconds * Double(1 << min(failures - 1, 20)))
        return wait * (1 + SyncRhythm.jitter * (2 * min(max(chance, 0), 1) - 1))
    }
}
