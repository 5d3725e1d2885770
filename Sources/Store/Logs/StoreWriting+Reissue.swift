import Bundles
package import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

/// Changes that this device wrote, or holds as the heir of the one that did, on a branch that lost its name.
package struct OwnBranch: Sendable {
    package let log: LogID
    /// The chain hash before the first of them, and the one after it: together they name the branch, for whoever has
    /// it.
    package let name: [UInt8]
    /// Whether the log bears the device's present name: first it takes up another.
    package let isOfPresentName: Bool
    let chunks: [Chunk]
}

extension StoreReading {
    package func ownBranches() throws -> [OwnBranch] {
        guard let network = try network() else { return [] }
        var branches: [OwnBranch] = []
        var chunks: [Chunk] = []
        func end(_ log: LogRow) throws {
            guard let first = chunks.first else { return }
            let verified = try first.verified(network: network)
            branches.append(
                OwnBranch(
                    log: log.name,
                    name: first.previous.bytes + withUnsafeBytes(of: verified.prefixes[0].bigEndian, Array.init),
                    isOfPresentName: try log.replicaRow == number(.replica), chunks: chunks))
            chunks = []
        }
        var last: LogRow?
        for row in try rows("SELECT log, chunk FROM parked WHERE fork = 2 ORDER BY log, first") {
            let log = try logRow(try row.read(0))
            let chunk = try Chunk(encoded: try row.readBytes(1))
            if let before = last, before.id != log.id || chunks.last?.last != chunk.first - 1 { try end(before) }
            chunks.append(chunk)
            last = log
        }
        if let last { try end(last) }
        return branches
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
        for chunk in branch.chunks {
            let verified = try chunk.verified(network: writer.network)
            for (index, change) in chunk.changes.enumerated() {
                let sequence = chunk.first + UInt64(index)
                let action = issue.renamed(change.action)
                if case .mark = action {
                    issue.follow(sequence, issuedAs: nil)
                } else if let before = issue.next() {
                    issue.follow(sequence, issuedAs: before)
                } else {
                    let dot = Dot(log: log.id, sequence: sequence)
                    let seen = try branchContext(of: dot, chainPrefix: verified.prefixes[index]) ?? VersionVector()
                    let number = try append(
                        action, at: branch.log.place,
                        opened: try opened(seen, own: issue.number(of: change.context.own), writer, branch.log.place),
                        author: change.author, time: change.time, isSettlement: change.isSettlement, writer: writer)
                    issue.follow(sequence, issuedAs: number)
                    count += 1
                }
            }
            try run(
                "UPDATE parked SET fork = 1 WHERE log = ? AND first = ? AND fork = 2", [log.id, Int64(chunk.first)])
        }
        try signHeads(writer: writer)
        return count
    }

    /// Whether all of a branch is understood, and all that was issued of it before is applied; otherwise it waits.
    private func isReady(_ branch: OwnBranch, writer: Writer) throws -> Bool {
        let isUnderstood = branch.chunks.allSatisfy { chunk in
            chunk.changes.allSatisfy { if case .unknown = $0.action { false } else { true } }
        }
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
