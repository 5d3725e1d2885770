import Bundles
import Causality
import FieldRecords
import GRDB

/// A branch that lost its name, from where it leaves the one that is held.
struct LostBranch {
    /// The row of the log that both are branches of, and its replica.
    let log: Int64
    let replica: ReplicaID
    /// The number of its first change.
    let first: UInt64
    /// For each of its changes, the first 8 bytes of the chain hash there.
    let chainPrefixes: [UInt64]
    /// The changes that began records on it, by the records' numbers.
    let beginnings: [UInt64: UInt64]
    /// What its changes name as seen, in their order.
    let seen: [(sequence: UInt64, dots: [SeenDot])]
    /// Its first change: whoever issues the branch anew begins with the same.
    let opening: Change

    /// The number of its last change.
    var last: UInt64 { first + UInt64(chainPrefixes.count) - 1 }

    init(_ changes: [BranchChange], log: LogRow) {
        self.log = log.id
        replica = log.name.replica
        first = changes[0].sequence
        chainPrefixes = changes.map(\.chainPrefix)
        opening = changes[0].change
        seen = changes.filter { !$0.change.context.others.isEmpty }.map { ($0.sequence, $0.change.context.others) }
        var beginnings: [UInt64: UInt64] = [:]
        for change in changes {
            guard case .begin(let record, _, _) = change.change.action, record.replica == log.name.replica,
                beginnings[record.number] == nil
            else { continue }
            beginnings[record.number] = change.sequence
        }
        self.beginnings = beginnings
    }

    /// Whether a dot that somebody has seen lies on the branch.
    func holds(_ dot: SeenDot) -> Bool {
        dot.replica == replica && holds(dot.sequence, chainPrefix: dot.chainPrefix)
    }

    func holds(_ sequence: UInt64, chainPrefix: UInt64) -> Bool {
        sequence >= first && sequence <= last && chainPrefixes[Int(sequence - first)] == chainPrefix
    }

    func began(_ record: RecordID) -> Bool { record.replica == replica && beginnings[record.number] != nil }
}

/// What is remembered of branches that lost their name, by the rows of places.
struct LostBranchCache {
    /// The logs that have such branches.
    var logs: [Int64: Set<Int64>] = [:]
    var branches: [Int64: [LostBranch]] = [:]
    /// The changes of the held logs that name dots on such branches, and those dots.
    var sightings: [Int64: [(dot: Dot<Int64>, seen: [SeenDot])]] = [:]
}

extension [LostBranch] {
    /// The dots of a frontier that lie on one of the branches.
    func lost(in frontier: [SeenDot]) -> [SeenDot] {
        frontier.filter { dot in contains { $0.holds(dot) } }
    }
}

extension StoreReading {
    /// The logs of a place that have branches which lost their name.
    func logsWithLostBranches(placeRow: Int64) throws -> Set<Int64> {
        if let known = lostBranches.logs[placeRow] { return known }
        let found = try rows(
            "SELECT DISTINCT log FROM parked JOIN log ON log.id = parked.log WHERE log.place = ? AND fork > 0",
            [placeRow]
        ).map { try $0.read(0) as Int64 }
        lostBranches.logs[placeRow] = Set(found)
        return Set(found)
    }

    /// The branches of a place that lost their name, as far as they are here without a gap.
    func lostBranches(placeRow: Int64) throws -> [LostBranch] {
        if let known = lostBranches.branches[placeRow] { return known }
        var branches: [LostBranch] = []
        for row in try rows(
            """
            SELECT parked.log, parked.last, parked.chain FROM parked JOIN log ON log.id = parked.log
            WHERE log.place = ? AND fork > 0 ORDER BY parked.log, parked.last DESC
            """, [placeRow])
        {
            let (log, last, prefix) = (try row.read(0) as Int64, try row.readSequence(1), try row.readBits(2))
            // Most pieces are the beginning of a branch that is known by its end.
            guard !branches.contains(where: { $0.log == log && $0.holds(last, chainPrefix: prefix) }) else { continue }
            let name = try logRow(log)
            let changes = try branch(of: name, through: last, chainPrefix: prefix)
            if !changes.isEmpty { branches.append(LostBranch(changes, log: name)) }
        }
        lostBranches.branches[placeRow] = branches
        return branches
    }

    /// The dots on such branches that held changes name which somebody has seen.
    func lostDots(namedAt placeRow: Int64, where isSeen: (Dot<Int64>) -> Bool) throws -> [SeenDot] {
        try sightings(placeRow: placeRow).filter { isSeen($0.dot) }.flatMap(\.seen)
    }

    private func sightings(placeRow: Int64) throws -> [(dot: Dot<Int64>, seen: [SeenDot])] {
        if let known = lostBranches.sightings[placeRow] { return known }
        let branches = try lostBranches(placeRow: placeRow)
        var sightings: [(dot: Dot<Int64>, seen: [SeenDot])] = []
        for row in try rows("SELECT id FROM log WHERE place = ? ORDER BY id", [placeRow]) {
            let log: Int64 = try row.read(0)
            try heldChunks(of: log) { chunk in
                let packed = try packed(chunk)
                let seen = packed.frontiers.map { branches.lost(in: $0) }
                guard seen.contains(where: { !$0.isEmpty }) else { return true }
                for (index, change) in packed.changes.enumerated() where !seen[Int(change.frontier)].isEmpty {
                    let dot = Dot(log: log, sequence: chunk.first + UInt64(index))
                    sightings.append((dot, seen[Int(change.frontier)]))
                }
                return true
            }
        }
        lostBranches.sightings[placeRow] = sightings
        return sightings
    }
}

extension StoreWriting {
    /// Changes were added to a held log: they may name dots on such branches, and a branch of the log itself may leave it
    /// later than before.
    func forgetLostBranches(grown log: LogRow) {
        lostBranches.sightings[log.placeRow] = nil
        if lostBranches.logs[log.placeRow]?.contains(log.id) == true { lostBranches.branches[log.placeRow] = nil }
    }

    /// Branches of a place have changed.
    func forgetLostBranches(placeRow: Int64) {
        lostBranches.logs[placeRow] = nil
        lostBranches.branches[placeRow] = nil
        lostBranches.sightings[placeRow] = nil
    }
}
