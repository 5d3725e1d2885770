import Causality

/// Of a device that waits for the host's word nothing counts, and as a rule nothing is applied. But somebody who is heard
/// may have seen some of it, where a word that had let it in counts no more. Whoever has seen it must not wait for it, so
/// that much is applied, and counts for nothing.
extension StoreWriting {
    /// How far a log may be applied, as its contexts allow.
    func audible(_ log: LogRow) -> UInt64 {
        log.isHeard ? log.held : min(log.held, seenUnheard[log.id] ?? 0)
    }

    func noteSeen(_ dot: Dot<Int64>, ofUnheard log: LogRow) {
        guard !log.isHeard, log.held >= dot.sequence else { return }
        seenUnheard[log.id] = max(seenUnheard[log.id] ?? 0, dot.sequence)
    }
}
