package import Bundles
package import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

/// Why a chunk is parked: what `parked.fork` says.
enum Parked: Int64 {
    /// Its predecessor is missing.
    case waiting = 0
    /// It is of a branch that does not keep the name, and this device need not issue it anew: it is others', or done.
    case branch = 1
    /// It stood here and gave way, and is still to be issued anew.
    case gaveWay = 2
    /// It came and did not keep the name, and is still to be issued anew.
    case came = 3
}

/// One change of a branch that was put aside.
struct BranchChange: Sendable {
    let sequence: UInt64
    let chainPrefix: UInt64
    let change: Change
}

/// Branches that do not keep the name of their log. Their chunks are kept, for others may have built upon them.
extension StoreReading {
    func network() throws -> NetworkID? {
        try text(.network).flatMap { NetworkID(text: $0) }
    }

    /// A dot and all that its author had seen, of what is still there; nil while it is not applied, or where its branch
    /// was never here.
    func vector(through dot: Dot<Int64>, chainPrefix prefix: UInt64, log: LogRow) throws -> VersionVector<Int64>? {
        if log.applied >= dot.sequence, try chainPrefix(at: dot) == prefix {
            var vector = try context(of: dot)
            vector.cover(dot)
            return vector
        }
        return try branchContext(of: dot, chainPrefix: prefix)
    }

    /// What a change of a branch that was put aside had seen, of what is still there; nil where it is not known here.
    func branchContext(of dot: Dot<Int64>, chainPrefix prefix: UInt64) throws -> VersionVector<Int64>? {
        let log = try logRow(dot.log)
        let branch = try branch(of: log, through: dot.sequence, chainPrefix: prefix)
        var vectors: [UInt64: VersionVector<Int64>] = [:]
        for change in branch {
            let own = change.change.context.own
            var vector = vectors[own] ?? VersionVector()
            // Who has seen a change of the branch has seen all of the part before it, also where that change had not.
            let shared = Dot(log: log.id, sequence: min(own, branch[0].sequence - 1))
            if shared.sequence > 0 {
                guard log.applied >= shared.sequence else { return nil }
                vector.merge(try context(of: shared))
                vector.cover(shared)
            }
            for seen in change.change.context.others {
                guard let row = try logNumber(LogID(replica: seen.replica, place: log.name.place)),
                    let news = try self.vector(
                        through: Dot(log: row, sequence: seen.sequence), chainPrefix: seen.chainPrefix,
                        log: try logRow(row))
                else { return nil }
                vector.merge(news)
            }
            vectors[change.sequence] = vector
        }
        return vectors[dot.sequence]
    }

    /// The changes of a branch from where it leaves the one that is held; empty where they are not all here.
    func branch(of log: LogRow, through sequence: UInt64, chainPrefix prefix: UInt64) throws -> [BranchChange] {
        var through = sequence
        var branch: [BranchChange] = []
        for verified in try branchChunks(of: log, through: sequence, chainPrefix: prefix).reversed() {
            let chunk = verified.chunk
            for index in stride(from: Int(through - chunk.first), through: 0, by: -1) {
                let change = BranchChange(
                    sequence: chunk.first + UInt64(index), chainPrefix: verified.prefixes[index],
                    change: chunk.changes[index])
                if try chainPrefix(at: Dot(log: log.id, sequence: change.sequence)) == change.chainPrefix {
                    return branch.reversed()
                }
                branch.append(change)
            }
            through = chunk.first - 1
        }
        return branch.reversed()
    }

    /// The chunks that hold a branch from where it leaves the one that is held, ascending; empty where they are not
    /// all here. The first may begin before, and each may go on after the next begins.
    func branchChunks(of log: LogRow, through sequence: UInt64, chainPrefix prefix: UInt64) throws -> [VerifiedChunk] {
        guard let network = try network() else { return [] }
        let parked = try rows(
            "SELECT chunk FROM parked WHERE log = ? AND first <= ? ORDER BY first DESC", [log.id, Int64(sequence)])
        var chunks: [VerifiedChunk] = []
        var wanted: (sequence: UInt64, chainPrefix: UInt64) = (sequence, prefix)
        for row in parked {
            let verified = try Chunk(encoded: try row.readBytes(0)).verified(network: network)
            let chunk = verified.chunk
            guard chunk.first <= wanted.sequence, chunk.last >= wanted.sequence,
                verified.prefixes[Int(wanted.sequence - chunk.first)] == wanted.chainPrefix
            else { continue }
            chunks.append(verified)
            wanted = (chunk.first - 1, chunk.previous.prefix)
            let isShared =
                try wanted.sequence == 0
                || chainPrefix(at: Dot(log: log.id, sequence: wanted.sequence)) == wanted.chainPrefix
            if isShared { return chunks.reversed() }
        }
        return []
    }

    /// The chunks of branches of a receiver's own logs that nobody has issued anew yet: it may have the keys and lack
    /// the branch, where its file was put back.
    private func branches(owedTo receiver: ReplicaID) throws -> [Chunk] {
        guard let row = try replicaRow(receiver) else { return [] }
        // The log's own name and all that follow it, as a place has few.
        return try rows(
            """
            WITH RECURSIVE former(id) AS (VALUES (?) UNION
                SELECT replica.predecessor FROM replica JOIN former ON former.id = replica.id
                WHERE replica.predecessor IS NOT NULL)
            SELECT parked.chunk, parked.log FROM parked JOIN log ON log.id = parked.log
            WHERE fork > 0 AND log.replica IN (SELECT id FROM former) ORDER BY parked.log, first
            """, [row]
        ).compactMap { row in
            let chunk = try Chunk(encoded: try row.readBytes(0))
            guard let last = chunk.changes.last(where: { $0.kind != .mark }) else { return nil }
            return try isIssuedAnew(last, log: try row.read(1)) ? nil : chunk
        }
    }

    /// Whether a successor at the place has issued a change of a log anew.
    private func isIssuedAnew(_ change: Change, log: Int64) throws -> Bool {
        for heir in try heirs(of: log) {
            var isFound = false
            try heldChunks(of: heir) { chunk in
                let packed = try packed(chunk)
                isFound = packed.changes.indices.contains {
                    packed.changes[$0].time == change.time && packed.change(at: $0).isIssue(of: change)
                }
                return !isFound
            }
            if isFound { return true }
        }
        return false
    }

    /// The chunks of branches put aside that a bundle needs beside its ranges: those owed to the receivers, and those
    /// that changes of the ranges have seen, or changes of such branches; ascending in each log.
    package func branches(seenIn ranges: [LogRange], owedTo receivers: [ReplicaID]) throws -> [Chunk] {
        guard try integer("SELECT 1 FROM parked WHERE fork > 0 LIMIT 1") != nil else { return [] }
        var branches: [Chunk] = []
        var news = try receivers.flatMap { try self.branches(owedTo: $0) }
        var logs = try Set(ranges.flatMap { try branchesSeen(in: $0) })
        var sent: Set<Int64> = []
        while !news.isEmpty || !logs.isEmpty {
            for log in logs.sorted() where sent.insert(log).inserted {
                news += try rows("SELECT chunk FROM parked WHERE log = ? AND fork > 0 ORDER BY first", [log])
                    .map { try Chunk(encoded: try $0.readBytes(0)) }
            }
            logs = try Set(news.flatMap { try branchesSeen($0.changes.flatMap(\.context.others), at: $0.log.place) })
                .subtracting(sent)
            branches += news
            news = []
        }
        var known: Set<Chunk> = []
        return branches.filter { known.insert($0).inserted }
    }

    /// The logs with branches that changes of a range have seen.
    private func branchesSeen(in range: LogRange) throws -> [Int64] {
        guard let log = try logNumber(range.log) else { return [] }
        var dots: [SeenDot] = []
        try heldChunks(of: log, from: range.from) { chunk in
            let packed = try packed(chunk)
            for (index, change) in packed.changes.enumerated() where change.frontier > 0 {
                let number = chunk.first + UInt64(index)
                if number >= range.from, number <= range.through { dots += packed.context(of: change).others }
            }
            return chunk.last < range.through
        }
        return try branchesSeen(dots, at: range.log.place)
    }

    /// The logs of a place of which another branch is held than the one that was seen.
    private func branchesSeen(_ dots: [SeenDot], at place: PlaceID) throws -> [Int64] {
        try dots.compactMap { seen in
            guard let log = try logNumber(LogID(replica: seen.replica, place: place)),
                try chainPrefix(at: Dot(log: log, sequence: seen.sequence)) != seen.chainPrefix
            else { return nil }
            return log
        }
    }
}
