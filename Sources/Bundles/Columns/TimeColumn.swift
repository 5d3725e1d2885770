import Causality

/// Hybrid times: the milliseconds as one column, the counters as another.
///
/// A counter is told as what it differs from the expected: 0 in a new millisecond, one more within the same.
enum TimeColumn {
    static func append(_ times: [HybridTime], to bytes: inout [UInt8]) {
        IntegerColumn.append(times.map(\.milliseconds), to: &bytes)
        var previous: HybridTime?
        var counters: [Int64] = []
        counters.reserveCapacity(times.count)
        for time in times {
            counters.append(Int64(time.counter) - expectedCounter(at: time.milliseconds, after: previous))
            previous = time
        }
        IntegerColumn.append(counters, to: &bytes)
    }

    static func read(_ count: Int, from cursor: inout ByteCursor) throws(BundlesError) -> [HybridTime] {
        let milliseconds = try IntegerColumn.read(count, from: &cursor)
        let counters = try IntegerColumn.read(count, from: &cursor)
        var times: [HybridTime] = []
        times.reserveCapacity(count)
        for index in 0..<count {
            let expected = expectedCounter(at: milliseconds[index], after: times.last)
            guard milliseconds[index] >= 0, milliseconds[index] < 1 << 48,
                let counter = UInt16(exactly: counters[index] &+ expected)
            else { throw cursor.malformed }
            times.append(HybridTime(bits: UInt64(milliseconds[index]) << 16 | UInt64(counter)))
        }
        return times
    }

    private static func expectedCounter(at milliseconds: Int64, after previous: HybridTime?) -> Int64 {
        guard let previous, previous.milliseconds == milliseconds else { return 0 }
        return Int64(previous.counter) + 1
    }
}
