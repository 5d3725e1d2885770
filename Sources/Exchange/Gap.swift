package import Bundles
package import Causality

/// What is missing between what is held and what has arrived ahead of it: "037: 181 to 183 missing".
package enum Gap {
    /// The ranges of one log that lie between its contiguous part and parked ranges, and between these.
    ///
    /// - Parameters:
    ///   - held: the highest number up to which everything is held; 0 for nothing.
    ///   - parked: ranges of `log` that arrived too early, in any order; they may overlap.
    /// - Returns: ascending, none of them empty. What comes after the last parked range is unknown and not missing.
    /// - Precondition: all of `parked` are of `log`.
    package static func missing(of log: LogID, held: UInt64, parked: [LogRange]) -> [LogRange] {
        precondition(parked.allSatisfy { $0.log == log }, "a gap is of one log")
        var missing: [LogRange] = []
        var covered = held
        for range in parked.sorted() {
            if range.from - 1 > covered {
                missing.append(LogRange(log: log, from: covered + 1, through: range.from - 1))
            }
            covered = max(covered, range.through)
        }
        return missing
    }

    /// The same over many logs, ascending by place, then by replica.
    package static func missing(held: [LogID: UInt64], parked: [LogRange]) -> [LogRange] {
        Dictionary(grouping: parked, by: \.log)
            .flatMap { missing(of: $0.key, held: held[$0.key] ?? 0, parked: $0.value) }
            .sorted()
    }
}
