import Causality

/// Follows the chunks of a bundle through the ranges that its header announces.
struct RangeTracker: Sendable {
    private let ranges: [LogRange]
    private let firstOfLog: [LogID: Int]
    /// The next number expected in each range; past its end once it is complete.
    private var next: [UInt64]

    /// - Precondition: the ranges are ordered.
    init(_ ranges: [LogRange]) {
        self.ranges = ranges
        next = ranges.map(\.from)
        var firstOfLog: [LogID: Int] = [:]
        for (index, range) in ranges.enumerated() where firstOfLog[range.log] == nil { firstOfLog[range.log] = index }
        self.firstOfLog = firstOfLog
    }

    /// Takes a chunk's range.
    ///
    /// - Parameter mayHaveGap: after a damaged frame, what it held is missing and the rest is as good as ever.
    /// - Returns: false where no announced range has it there.
    mutating func follow(_ chunk: LogRange, mayHaveGap: Bool) -> Bool {
        guard var index = firstOfLog[chunk.log] else { return false }
        while index < ranges.count, ranges[index].log == chunk.log {
            if ranges[index].contains(chunk) {
                guard mayHaveGap ? chunk.from >= next[index] : chunk.from == next[index] else { return false }
                next[index] = chunk.through &+ 1
                return true
            }
            index += 1
        }
        return false
    }

    /// What was announced and has not come: the ends of ranges. A gap that was let pass is not among them.
    var missing: [LogRange] {
        ranges.indices.compactMap { index in
            let range = ranges[index]
            guard next[index] <= range.through, next[index] != 0 else { return nil }
            return LogRange(log: range.log, from: next[index], through: range.through)
        }
    }
}
