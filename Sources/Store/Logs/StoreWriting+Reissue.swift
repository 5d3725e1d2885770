import Bundles
package import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

/// Changes on a branch that lost its name, of a log whose keys this device has: it issues them anew, unless somebody
/// who has the keys too did so before.
package struct OwnBranch: Sendable {
    /// What `parked.fork` says of a branch that stood here and gave way, and of one that came and did not keep the name.
    static let gaveWay = 2
    static let kept = 3

    package let log: LogID
    /// The number of its first change, and the first 8 bytes of the chain hash there: whoever has the branch names it
    /// so.
    package let name: [UInt8]
    /// Whether this device's present name stays with the other branch: first it takes up another.
    package let tookPresentName: Bool
    let changes: [BranchChange]
}

extension StoreReading {
    /// The branches to issue anew, as far as they are here without a gap.
    package func ownBranches() throws -> [OwnBranch] {
        try rows("SELECT log, last, chain, fork FROM parked WHERE fork > 1 ORDER BY log, last").compactMap { row in
            let log = try logRow(try row.read(0))
            let changes = try branch(
                of: log, through: try row.readSequence(1), chainPrefix: try row.readBits(2))
            guard let first = changes.first else { return nil }
            let isOfPresentName = try log.replicaRow == number(.replica)
            return OwnBranch(
                log: log.name,
                name: [first.sequence, first.chainPrefix].flatMap { withUnsafeBytes(of: $0.bigEndian, Array.init) },
                tookPresentName: try row.read(3) == OwnBranch.gaveWay && isOfPresentName, changes: changes)
        }
    }
}

extension StoreWriting {
    /// Issues the changes of an own branch anew.
    ///
    /// Each keeps its author, its time and what it had seen. A record begun on the branch is begun anew under a new
    /// number, for the branch that kept the name may have begun another under the same. All of it follows from the
    /// branch alone, so whoever else has the branch and the keys issues the very same log, and nothing is doubled.
    ///
    /// - Parameter writer: an identity of the branch's own.
    /// - Returns: how many changes were issued.
    package func reissue(_ branch: OwnBranch, writer: Writer) throws -> Int {
        guard let log = try self.log(branch.log), try isReady(branch, writer: writer) else { return 0 }
        var issue = Reissue(writer: writer, issued: try issued(under: writer, at: branch.log.place))
        var count = 0
        for change in branch.changes {
            let action = issue.renamed(change.change.action)
            if case .mark = action {
                issue.follow(change.sequence, issuedAs: nil)
            } else if let before = issue.next() {
                issue.follow(change.sequence, issuedAs: before)
            } else {
                let dot = Dot(log: log.id, sequence: change.sequence)
                let seen = try branchContext(of: dot, chainPrefix: change.chainPrefix) ?? VersionVector()
                let own = issue.number(of: change.change.context.own)
                let number = try append(
                    action, at: branch.log.place, opened: try opened(seen, own: own, writer, branch.log.place),
                    author: change.change.author, time: change.change.time,
                    isSettlement: change.change.isSettlement, writer: writer)
                issue.follow(change.sequence, issuedAs: number)
                count += 1
            }
        }
        try signHeads(writer: writer)
        if let last = branch.changes.last {
            try run(
                "UPDATE parked SET fork = 1 WHERE log = ? AND last <= ? AND fork > 1", [log.id, Int64(last.sequence)])
        }
        return count
    }

    /// Whether all of a branch is understood, and all that was issued of it before is applied; otherwise it waits.
    private func isReady(_ branch: OwnBranch, writer: Writer) throws -> Bool {
        let isUnderstood = branch.changes.allSatisfy { if case .unknown = $0.change.action { false } else { true } }
        guard isUnderstood, let before = try log(LogID(replica: writer.keys.replica, place: branch.log.place)) else {
            return isUnderstood
        }
        try applyHeld(placeRow: before.placeRow)
        let now = try log(row: before.id)
        return now.applied == now.held
    }

    /// What was issued under that name before, markers left out.
    private func issued(under writer: Writer, at place: PlaceID) throws -> [UInt64] {
        guard let log = try log(LogID(replica: writer.keys.replica, place: place)) else { return [] }
        return try rows("SELECT sequence FROM change WHERE log = ? AND record IS NOT NULL ORDER BY sequence", [log.id])
            .map { try $0.readSequence(0) }
    }

    private func opened(
        _ seen: VersionVector<Int64>, own: UInt64, _ writer: Writer, _ place: PlaceID
    ) throws -> OpenedContext {
        var vector = VersionVector<LogID>()
        for dot in seen.dots { vector[try log(row: dot.log).name] = dot.sequence }
        vector[LogID(replica: writer.keys.replica, place: place)] = own
        return OpenedContext(vector: vector)
    }
}

/// The course of issuing a branch anew.
private struct Reissue {
    private let replica: ReplicaID
    /// The numbers that changes got when somebody issued the branch before.
    private var issued: ArraySlice<UInt64>
    private var records: [RecordID: RecordID] = [:]
    /// The number of the branch's change -> the last number issued up to it.
    private var numbers: [UInt64: UInt64] = [:]
    private var last: UInt64 = 0

    init(writer: Writer, issued: [UInt64]) {
        replica = writer.keys.replica
        self.issued = issued[...]
    }

    /// The number under which the next change was issued before; nil where it was not.
    mutating func next() -> UInt64? { issued.popFirst() }

    mutating func follow(_ sequence: UInt64, issuedAs number: UInt64?) {
        last = number ?? last
        numbers[sequence] = last
    }

    /// What a change of the branch that had seen it up to a number had seen of the new issue.
    func number(of sequence: UInt64) -> UInt64 { numbers[sequence] ?? 0 }

    mutating func renamed(_ action: Change.Action) -> Change.Action {
        switch action {
        case .begin(let record, let form, let writing):
            let name = RecordID(replica: replica, number: UInt64(records.count) + 1)
            records[record] = name
            return .begin(name, form, writing)
        case .edit(let record, let writing): return .edit(records[record] ?? record, writing)
        case .delete(let record): return .delete(records[record] ?? record)
        case .undelete(let record): return .undelete(records[record] ?? record)
        case .erase(let record): return .erase(records[record] ?? record)
        case .mark, .unknown: return .mark
        }
    }
}
