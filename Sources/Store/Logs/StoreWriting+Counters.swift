package import Causality
import GRDB

extension StoreWriting {
    /// The next reading of the hybrid clock.
    package func tick(wall: Int64) throws -> HybridTime {
        var now = try clock ?? storedClock()
        let time = now.tick(wall: wall)
        clock = now
        return time
    }

    /// Follows a reading that came from elsewhere.
    package func follow(_ remote: HybridTime, wall: Int64) throws {
        var now = try clock ?? storedClock()
        now.follow(remote, wall: wall)
        clock = now
    }

    private func storedClock() throws -> HybridClock {
        HybridClock(last: HybridTime(bits: UInt64(bitPattern: try number(.clock) ?? 0)))
    }

    /// The number of the next record begun here.
    package func nextRecordNumber() throws -> UInt64 {
        let next = try lastRecordNumber ?? counter(.lastRecordNumber)
        lastRecordNumber = next + 1
        return UInt64(next + 1)
    }

    /// The number of the next notice of the district. They count apart, from 2^32 on, so that the records of people
    /// count without gaps.
    package func nextNoticeNumber() throws -> UInt64 {
        let next = try max(counter(.lastNoticeNumber), 1 << 32) + 1
        try set(.lastNoticeNumber, next)
        return UInt64(next)
    }

    /// Writes back what was counted in memory.
    func finishCounters() throws {
        if let clock { try set(.clock, Int64(bitPattern: clock.last.bits)) }
        if let lastRecordNumber { try set(.lastRecordNumber, lastRecordNumber) }
    }
}
