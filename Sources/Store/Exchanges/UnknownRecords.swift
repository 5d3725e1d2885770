import Bundles
package import Causality
import FieldRecords
import GRDB

/// What somebody does not know yet, told by records.
package struct UnknownRecords: Sendable {
    /// The first record of one's own that they have nothing of; nil where they have something of each.
    package fileprivate(set) var firstOwn: Int64?
    /// The last record of one's own; nil before the first.
    package fileprivate(set) var lastOwn: Int64?
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
    private var own: ReplicaID?
    /// How far each log was counted.
    private var counted: [LogID: HeldMark] = [:]
    private var firstOwn: Int64?
    private var begun: Set<RecordID> = []
    /// What was changed and not begun in what they lack.
    private var changed: Set<RecordID> = []

    package init() {}

    /// - Parameters:
    ///   - known: how far they have each log.
    ///   - own: whose records are numbered apart.
    package mutating func bringUpToDate(
        _ reading: StoreReading, places: [PlaceID], beyond known: [LogID: UInt64], own: StoredReplica
    ) throws -> UnknownRecords {
        let places = places.filter { !$0.isNotices }
        let held = try reading.held(of: places)
        // Half a count is none: where reading fails, the next begins anew.
        var count = self
        self = UnknownRecordCount()
        if try count.known != known || count.own != own.replica || !count.isOf(held, reading) {
            count = UnknownRecordCount()
            (count.known, count.own) = (known, own.replica)
        }
        for (log, mark) in held {
            try count.add(log, through: mark, reading)
        }
        self = count
        return UnknownRecords(
            firstOwn: firstOwn, lastOwn: try reading.lastRecord(of: own, at: places), new: begun.count,
            changed: changed.count)
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
        if record.replica == own { firstOwn = min(firstOwn ?? .max, Int64(record.number)) }
    }
}

extension StoreReading {
    /// The number of the last record that a replica began at the places.
    fileprivate func lastRecord(of replica: StoredReplica, at places: [PlaceID]) throws -> Int64? {
        try places.compactMap { place in
            guard let row = try placeRow(place) else { return nil }
            return try integer(
                "SELECT max(number) FROM record WHERE place = ? AND replica = ? AND form IS NOT NULL",
                [row, replica.row])
        }.max()
    }
}
