import Causality
import Testing

@Suite("Hybrid clock")
struct HybridClockTests {
    private static let day: Int64 = 24 * 60 * 60 * 1000
    /// A wall clock that jumps to and fro, before 1970 and past 48 bits.
    private static let walls: [Int64] = [
        1_700_000_000_000, 1_700_000_000_000, 1_699_999_000_000, 0, -5, .min, 1_700_000_000_001, 1 << 47, 1_000,
    ]

    @Test("every reading is later than the one before, whatever the wall clock says")
    func neverBack() {
        var clock = HybridClock()
        var last = HybridTime(bits: 0)
        for wall in Self.walls + Self.walls.reversed() {
            let now = clock.tick(wall: wall)
            #expect(now > last)
            last = now
        }
    }

    @Test("the counter tells readings within one millisecond apart and runs over into the next")
    func counter() {
        var clock = HybridClock(last: HybridTime(milliseconds: 5_000, counter: .max - 1))
        #expect(clock.tick(wall: 5_000) == HybridTime(milliseconds: 5_000, counter: .max))
        #expect(clock.tick(wall: 5_000) == HybridTime(milliseconds: 5_001, counter: 0))
        #expect(clock.tick(wall: 5_002) == HybridTime(milliseconds: 5_002, counter: 0))
    }

    @Test(
        "a remote reading up to 24 hours ahead is followed, one further ahead is not",
        arguments: [(day, true), (day + 1, false), (-day, true), (day * 365 * 20, false)])
    func lead(ahead: Int64, isFollowed: Bool) {
        let wall: Int64 = 1_700_000_000_000
        var clock = HybridClock()
        let remote = HybridTime(milliseconds: wall + ahead, counter: 3)
        clock.follow(remote, wall: wall)
        #expect(clock.last == (isFollowed ? remote : HybridTime(bits: 0)))
        if isFollowed { #expect(clock.tick(wall: wall) > remote) }
    }

    @Test("following never goes back, and a clock before 1970 counts as 1970")
    func following() {
        var clock = HybridClock(last: HybridTime(milliseconds: 9_000))
        clock.follow(HybridTime(milliseconds: 8_000), wall: 10_000)
        #expect(clock.last == HybridTime(milliseconds: 9_000))
        var slow = HybridClock()
        slow.follow(HybridTime(milliseconds: Self.day), wall: .min)
        #expect(slow.last == HybridTime(milliseconds: Self.day))
        slow.follow(HybridTime(milliseconds: Self.day + 1), wall: -1)
        #expect(slow.last == HybridTime(milliseconds: Self.day))
    }

    @Test("milliseconds have 48 bits: what lies outside is drawn to the nearer end")
    func bits() {
        #expect(HybridTime.millisecondsMax == 0xFFFF_FFFF_FFFF)
        #expect(HybridTime(milliseconds: .max).milliseconds == Int64(HybridTime.millisecondsMax))
        #expect(HybridTime(milliseconds: .min).bits == 0)
        let time = HybridTime(milliseconds: 0x1234_5678_9ABC, counter: 0xDEF0)
        #expect(time.bits == 0x1234_5678_9ABC_DEF0)
        #expect((time.milliseconds, time.counter) == (0x1234_5678_9ABC, 0xDEF0))
        var end = HybridClock(last: HybridTime(bits: .max))
        #expect(end.tick(wall: .max) == HybridTime(bits: .max))
    }

    @Test("the order is by milliseconds, then by counter")
    func order() {
        let times = [(0, 0), (0, 1), (1, 0), (1, 9), (2, 0)].map {
            HybridTime(milliseconds: $0.0, counter: UInt16($0.1))
        }
        #expect(times.reversed().sorted() == times)
    }
}
