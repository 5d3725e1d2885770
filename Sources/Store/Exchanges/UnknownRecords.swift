import Bundles
package import Causality
package import FieldRecords
import GRDB

/// What somebody does not know yet, told by records.
package struct UnknownRecords: Sendable {
    /// The last record of one's own of which, as of each before it, they have something; nil where they have nothing of
    /// the first, or there is none.
    package fileprivate(set) var upTo: RecordID?
    /// How many records they have nothing of.
    package fileprivate(set) var new = 0
    /// How many records they have something of, and not all.
    package fileprivate(set) var changed = 0
}

/// The count of the records that somebody does not know, or not all of, who holds the logs of some places so far.
///
/// It goes through every change that they lack, and a device that was never heard may have a hundred thousand of them. A
/// count that is kept goes on from where it stood; it begins anew where they know something else than before, or where a
/// log is not the one that was counted.
package struct UnknownRecordCount: Sendable {
    private var known: [LogID: UInt64] = [:]
    private var own: [ReplicaID] = []
    /// How far each log was counted.
    private var counted: [LogID: HeldMark] = [:]
    /// The first record that they have nothing of, by who of one's own began it.
    private var firstOwn: [ReplicaID: UInt64] = [:]
    private var begun: Set<RecordID> = []
    /// What was changed and not begun in what they lack.
    private var changed: Set<RecordID> = []

    package init() {}

    /// - Parameters:
    ///   - known: how far they have each log.
    ///   - own: under whose names one's own records are numbered, the oldest first.
    package mutating func bringUpToDate(
        _ reading: StoreReading, places: [PlaceID], beyond known: [LogID: UInt64], own: [StoredReplica]
    ) throws -> UnknownRecords {
        let places = places.filter { !$0.isNotices }
        let held = try reading.held(of: places)
        // Half a count is none: where reading fails, the next begins anew.
        var count = self
        self = UnknownRecordCount()
        if try count.known != known || count.own != own.map(\.replica) || !count.isOf(held, reading) {
            count = UnknownRecordCount()
            (count.known, count.own) = (known, own.map(\.replica))
        }
        for (log, mark) in held {
            try count.add(log, through: mark, reading)
        }
        self = count
        return UnknownRecords(
            upTo: try upTo(reading, places: places, own: own), new: begun.count, changed: changed.count)
    }

    private func upTo(_ reading: StoreReading, places: [PlaceID], own: [StoredReplica]) throws -> RecordID? {
        var last: RecordID?
        for replica in own {
            let first = firstOwn[replica.replica]
            last = try reading.lastRecord(of: replica, before: first, at: places.contains) ?? last
            if first != nil { break }
        }
        return last
    }

    /// Whether what was counted is the beginning of what is held.
    private func isOf(_ held: [LogID: HeldMark], _ reading: StoreReading) throws -> Bool {
        try counted.allSatisfy { log, mark in
            guard let now = held[log] else { return false }
            if now == mark || mark.sequence == 0 { return true }
            guard now.sequence > mark.sequence, let row = try reading.logNumber(log) else { return false }
            return try reading.chainPrefix(at: Dot(log: row, sequence: mark.sequence)) == mark.chainPrefix
        }
    }

    private mutating func add(_ log: LogID, through mark: HeldMark, _ reading: StoreReading) throws {
        let before = max(counted[log]?.sequence ?? 0, known[log] ?? 0)
        counted[log] = mark
        guard before < mark.sequence, let row = try reading.logNumber(log) else { return }
        try reading.heldChunks(of: row, from: before + 1) { chunk in
            let packed = try reading.packed(chunk)
            for (index, change) in packed.changes.enumerated() where change.hasRecord {
                guard chunk.first + UInt64(index) > before else { continue }
                add(
                    RecordID(replica: packed.replicas[Int(change.recordReplica)], number: change.recordNumber),
                    isBegun: change.kind == .begin)
            }
            return true
        }
    }

    private mutating func add(_ record: RecordID, isBegun: Bool) {
        guard isBegun else {
            if !begun.contains(record) { changed.insert(record) }
            return
        }
        begun.insert(record)
        changed.remove(record)
        if own.contains(record.replica) {
            firstOwn[record.replica] = min(firstOwn[record.replica] ?? .max, record.number)
        }
    }
}

extension StoreReading {
    /// The last record that a replica began at the places that are looked at: it began it in a log that it has there.
    ///
    /// - Parameter number: only those before it are looked at; nil for all.
    package func lastRecord(
        of replica: StoredReplica, before number: UInt64? = nil, at isLookedAt: (PlaceID) -> Bool
    ) throws -> RecordID? {
        try rows("SELECT place FROM log WHERE replica = ?", [replica.row]).compactMap { log -> Int64? in
            let row: Int64 = try log.read(0)
            guard let place = try self.place(row: row), isLookedAt(place) else { return nil }
            return try integer(
                // People's records: what the program notes for itself counts apart.
                """
                SELECT max(number) FROM record
                WHERE place = ? AND replica = ? AND number < ? AND form IS NOT NULL AND form NOT GLOB '[_]*'
                """, [row, replica.row, Int64(clamping: number ?? .max)])
        }.max().map { RecordID(replica: replica.replica, number: UInt64($0)) }
    }
}
