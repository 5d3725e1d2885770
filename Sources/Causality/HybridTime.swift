/// A hybrid logical clock reading: wall-clock milliseconds, and a counter for what happens within one.
///
/// For display and for tie-breaks only. It never decides what was seen: contexts do that. Clocks out there are years
/// wrong, and a wrong one must not pick a winner.
///
/// Source: Kulkarni, Demirbas, Madappa, Avva, Leone, "Logical Physical Clocks", OPODIS 2014.
public struct HybridTime: Hashable, Sendable {
    /// The upper 48 bits are milliseconds since 1970, the lower 16 the counter.
    public let bits: UInt64

    /// The largest value that 48 bits hold: the year 10889.
    public static let millisecondsMax: UInt64 = 1 << 48 - 1

    public init(bits: UInt64) {
        self.bits = bits
    }

    /// A reading outside 48 bits, of a clock before 1970 or past 10889, is drawn to the nearer end.
    public init(milliseconds: Int64, counter: UInt16 = 0) {
        let clamped = min(UInt64(max(milliseconds, 0)), HybridTime.millisecondsMax)
        bits = clamped << 16 | UInt64(counter)
    }

    public var milliseconds: Int64 { Int64(bits >> 16) }

    public var counter: UInt16 { UInt16(truncatingIfNeeded: bits) }
}

extension HybridTime: Comparable {
    public static func < (one: HybridTime, other: HybridTime) -> Bool {
        one.bits < other.bits
    }
}

/// One replica's hybrid clock: what it has issued or seen so far.
public struct HybridClock: Hashable, Sendable {
    /// A remote reading further ahead than this does not pull the clock along: 24 hours, in milliseconds.
    public static let leadMaxMilliseconds: Int64 = 24 * 60 * 60 * 1000

    /// The last reading issued or followed.
    public private(set) var last: HybridTime

    public init(last: HybridTime = HybridTime(bits: 0)) {
        self.last = last
    }

    /// The next reading, later than every one issued or followed before, whatever the wall clock says.
    ///
    /// - Parameter wall: the wall clock now, in milliseconds since 1970.
    public mutating func tick(wall: Int64) -> HybridTime {
        let now = HybridTime(milliseconds: wall)
        last = now > last ? now : HybridTime(bits: last.bits == .max ? .max : last.bits + 1)
        return last
    }

    /// Follows a reading that came from elsewhere, unless it is absurdly far ahead.
    ///
    /// - Parameter wall: the wall clock now, in milliseconds since 1970.
    public mutating func follow(_ remote: HybridTime, wall: Int64) {
        guard remote.milliseconds <= max(wall, 0) + HybridClock.leadMaxMilliseconds else { return }
        last = max(last, remote)
    }
}
