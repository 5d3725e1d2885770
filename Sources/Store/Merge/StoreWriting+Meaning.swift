import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

/// Which record a change means.
///
/// A record is named by the replica that began it and a number, and two branches of one log may each have begun one under
/// the same name. Who changes it names it so, too; which of the two they mean is told by what they had seen. A change
/// whose author had not seen the beginning on the branch that stayed, and had seen one on a branch that lost its name,
/// means the record that was begun there. That one goes by the name under which it is issued anew. Until the new issue
/// is here, such a change counts for nothing; it does as soon as it is, wherever and in whatever order both came.
extension StoreWriting {
    /// Why a change counts for nothing yet.
    static let meansNoRecordYet = "means a record that is still to be issued anew"

    /// The records that a change means where it is not the one it names; nil where it is that one, empty where what it
    /// means is not here yet.
    ///
    /// There is more than one only where a branch that lost its name had parted in two.
    func recordsMeant(by applied: AppliedChange, placeRow: Int64) throws -> [RecordID]? {
        guard applied.change.kind != .begin, case let logs = try logsWithLostBranches(placeRow: placeRow),
            !logs.isEmpty, let name = applied.record, let log = try log(of: name, placeRow: placeRow),
            // A log that stayed speaks of the records begun in it.
            log != applied.dot.log, logs.contains(log)
        else { return nil }
        if let record = try knownRecord(name, placeRow: placeRow), let beginning = try beginning(of: record),
            applied.context.covers(beginning)
        {
            return nil
        }
        let begun = try lostBranches(placeRow: placeRow).filter { $0.began(name) }
        guard !begun.isEmpty else { return nil }
        let seen = try lostDots(seenBy: applied, placeRow: placeRow)
        let meant = try begun.filter { try hasSeen(name, on: $0, from: seen, placeRow: placeRow) }
        return meant.isEmpty ? nil : try meant.flatMap { try names(of: name, begunOn: $0) }
    }

    private func log(of record: RecordID, placeRow: Int64) throws -> Int64? {
        guard let place = try place(row: placeRow) else { return nil }
        let name = LogID(replica: record.replica, place: place)
        return try logs.rows[name] ?? logNumber(name)
    }

    /// Whether who has seen some dots has seen a record's beginning on a branch, be it by way of other branches.
    private func hasSeen(
        _ name: RecordID, on branch: LostBranch, from dots: [SeenDot], placeRow: Int64
    ) throws -> Bool {
        guard let beginning = branch.beginnings[name.number] else { return false }
        let branches = try lostBranches(placeRow: placeRow)
        var next = dots
        var asked: Set<SeenDot> = []
        while let seen = next.popLast() {
            guard asked.insert(seen).inserted else { continue }
            if branch.holds(seen), seen.sequence >= beginning { return true }
            for other in branches where other.holds(seen) {
                for (sequence, dots) in other.seen where sequence <= seen.sequence { next += branches.lost(in: dots) }
                let dot = Dot(log: other.log, sequence: seen.sequence)
                if let context = try branchContext(of: dot, chainPrefix: seen.chainPrefix) {
                    next += try lostDots(namedAt: placeRow) { context.covers($0) }
                }
            }
        }
        return false
    }

    /// Whether an erasure that is here means a record of a branch, and waits for it to be issued anew.
    func awaitsErasure(_ record: RecordID, begunOn branch: OwnBranch, placeRow: Int64) throws -> Bool {
        guard let first = branch.changes.first,
            let lost = try lostBranches(placeRow: placeRow).first(where: {
                $0.began(record) && $0.holds(first.sequence, chainPrefix: first.chainPrefix)
            })
        else { return false }
        let waiting = try rows(
            "SELECT log, sequence FROM void JOIN log ON log.id = void.log WHERE log.place = ? AND reason = ?",
            [placeRow, Self.meansNoRecordYet])
        return try waiting.contains { row in
            let applied = try applied(Dot(log: row.read(0), sequence: row.readSequence(1)))
            guard applied.change.kind == .erase, applied.record == record else { return false }
            return try hasSeen(
                record, on: lost, from: lostDots(seenBy: applied, placeRow: placeRow), placeRow: placeRow)
        }
    }

    private func lostDots(seenBy applied: AppliedChange, placeRow: Int64) throws -> [SeenDot] {
        try lostBranches(placeRow: placeRow).lost(in: applied.frontier)
            + lostDots(namedAt: placeRow) { applied.context.covers($0) }
    }
}
