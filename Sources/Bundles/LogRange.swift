package import Causality

/// A contiguous stretch of one log: what a chunk holds, a header announces and a planner asks for.
package struct LogRange: Hashable, Sendable {
    package let log: LogID
    /// The first number, from 1.
    package let from: UInt64
    /// The last number, itself included.
    package let through: UInt64

    /// - Precondition: `1 <= from <= through`.
    package init(log: LogID, from: UInt64, through: UInt64) {
        precondition(from >= 1 && from <= through, "a range holds at least one change")
        self.log = log
        self.from = from
        self.through = through
    }

    /// How many changes it holds.
    package var count: UInt64 { through - from + 1 }

    package func contains(_ other: LogRange) -> Bool {
        log == other.log && from <= other.from && other.through <= through
    }
}

extension LogRange: Comparable {
    /// By place, then by replica, then by number: the order of ranges and chunks in every bundle.
    package static func < (one: LogRange, other: LogRange) -> Bool {
        one.log != other.log ? one.log < other.log : (one.from, one.through) < (other.from, other.through)
    }
}
