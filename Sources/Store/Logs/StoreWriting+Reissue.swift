import Bundles
package import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

/// Changes on a branch that lost its name, of a log whose keys this device has: it issues them anew, unless somebody
/// who has the keys too did so before.
package struct OwnBranch: Sendable {
    package let log: LogID
    /// The number of its first change, and the first 8 bytes of the chain hash there: whoever has the branch names it
    /// so.
    package let name: [UInt8]
    /// Whether this device's present name stays with the other branch: first it takes up another.
    package let tookPresentName: Bool
    /// What its changes have seen of the part that both branches share, by number.
    let shared: [UInt64: SeenDot]
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
            var shared: [UInt64: SeenDot] = [:]
            for own in Set(changes.map { min($0.change.context.own, first.sequence - 1) }) {
                shared[own] = try chainPrefix(at: Dot(log: log.id, sequence: own)).map {
                    SeenDot(replica: log.name.replica, sequence: own, chainPrefix: $0)
                }
            }
            let isOfPresentName = try log.replicaRow == number(.replica)
            return OwnBranch(
                log: log.name,
                name: [first.sequence, first.chainPrefix].flatMap { withUnsafeBytes(of: $0.bigEndian, Array.init) },
                tookPresentName: try row.read(3) == Parked.gaveWay.rawValue && isOfPresentName, shared: shared,
                changes: changes)
        }
    }
}

extension StoreWriting {
    /// Issues the changes of an own branch anew.
    ///
    /// The new log has them number by number: each keeps its author, its time and what it names as seen, the branch's
    /// own numbers counted from 1. A record begun on the branch is begun anew under a new number, for the branch that
    /// kept the name may have begun another under the same. All of it follows from the branch alone and nothing from
    /// what else is here, so whoever else has the branch and the keys issues the very same log, and nothing is doubled.
    /// Where a change has seen what is not here yet, it and the rest wait.
    ///
    /// - Parameter writer: an identity of the branch's own.
    /// - Returns: how many changes were issued.
    package func reissue(_ branch: OwnBranch, writer: Writer) throws -> Int {
        let name = LogID(replica: writer.keys.replica, place: branch.log.place)
        var log = try ensureLog(name, start: { ChainHash.start(network: writer.network, log: name) })
        try applyHeld(placeRow: log.placeRow)
        log = try self.log(row: log.id)
        var issue = Reissue(of: branch, as: writer.keys.replica)
        var count = 0
        for original in branch.changes {
            let change = issue.next(original.change)
            if issue.last <= log.held { continue }
            if case .unknown = change.action { break }
            guard log.applied == log.held,
                try !lacksPersonalValues(
                    original.change, of: branch, about: change.record, placeRow: log.placeRow),
                let context = try resolve(change.context, log: log)
            else { break }
            try add(change, contextRow: try ensureContext(context, placeRow: log.placeRow), to: &log, writer: writer)
            if change.kind != .mark { count += 1 }
        }
        try signHeads(writer: writer)
        if count > 0 { try noteIssue(log) }
        if let last = branch.changes.last, log.held >= UInt64(branch.changes.count), let old = try self.log(branch.log)
        {
            try run(
                "UPDATE parked SET fork = \(Parked.branch.rawValue) WHERE log = ? AND last = ? AND chain = ?",
                [old.id, Int64(last.sequence), Int64(bitPattern: last.chainPrefix)])
            placesWithNews.insert(log.placeRow)
        }
        return count
    }
}

/// The course of issuing a branch anew.
private struct Reissue {
    private let shared: [UInt64: SeenDot]
    private let first: UInt64
    /// The name that the log has kept.
    private let former: ReplicaID
    private let replica: ReplicaID
    private var records: [RecordID: RecordID] = [:]
    /// How far the context of each change issued, by its number, goes in the part that both branches share.
    private var sharedSeen: [UInt64] = [0]
    /// The number that the last change got.
    private(set) var last: UInt64 = 0

    init(of branch: OwnBranch, as replica: ReplicaID) {
        shared = branch.shared
        first = branch.changes.first?.sequence ?? 1
        former = branch.log.replica
        self.replica = replica
    }

    /// The branch's next change, as it is issued anew.
    mutating func next(_ change: Change) -> Change {
        last += 1
        return Change(
            time: change.time, author: change.author, context: issued(change.context), action: renamed(change.action),
            isSettlement: change.isSettlement)
    }

    /// What a change had seen, its own log's part told anew: of the branch by the new numbers, of what came before it
    /// by the name it has kept.
    ///
    /// Who has seen a change of the branch has seen all of what came before it. Mostly that follows from the change of
    /// the new log that they have seen; where it does not, because a form was saved there that had been opened early,
    /// it is named.
    private mutating func issued(_ context: SeenContext) -> SeenContext {
        var others = context.others.filter { $0.replica != replica && $0.replica != former }
        // Who got the new issue before it knew that it was on a lost branch may have written on, having seen both.
        var own = context.others.first { $0.replica == replica }?.sequence ?? 0
        if context.own >= first { own = max(own, context.own - first + 1) }
        own = min(own, last - 1)
        let through = min(context.own, first - 1)
        if through > sharedSeen[Int(own)], let seen = shared[through] { others.append(seen) }
        sharedSeen.append(max(through, sharedSeen[Int(own)]))
        return SeenContext(own: own, others: others.sorted { $0.replica < $1.replica })
    }

    private mutating func renamed(_ action: Change.Action) -> Change.Action {
        switch action {
        case .begin(let record, let form, let writing):
            let name = RecordID(replica: replica, number: UInt64(records.count) + 1)
            records[record] = name
            return .begin(name, form, writing)
        case .edit(let record, let writing): return .edit(records[record] ?? record, writing)
        case .delete(let record): return .delete(records[record] ?? record)
        case .undelete(let record): return .undelete(records[record] ?? record)
        case .erase(let record): return .erase(records[record] ?? record)
        case .mark, .unknown: return action
        }
    }
}
