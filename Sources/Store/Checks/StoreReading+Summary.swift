package import Bundles
package import Causality
import Foundation
import GRDB

/// Why changes are held and not applied.
package enum StopReason: String, Sendable {
    /// Its device waits for the host's word.
    case notEnrolled = "not enrolled"
    /// Changes that it has seen are not here yet.
    case waitsForOthers = "waits for changes of others"
    /// It has seen a branch of another log that was never here.
    case unknownBranch = "has seen another branch"
    /// Only a newer program understands it.
    case unknownKind = "is of a newer version"
}

/// Numbers for `status`.
package struct StoreSummary: Sendable {
    package let records: Int
    package let changes: Int
    package let conflicts: Int
    package let photosHeld: Int
    package let photosMissing: Int
}

/// Changes that are known to exist and are not here.
package struct StoredGap: Hashable, Sendable {
    package let log: LogID
    package let from: UInt64
    package let through: UInt64
}

extension StoreReading {
    /// Sums over places and logs, and counts of two small indexes: what it costs does not grow with the records.
    package func summary() throws -> StoreSummary {
        let photos = Int(try integer("SELECT count(*) FROM blob") ?? 0)
        let missing = Int(try integer("SELECT count(*) FROM blob WHERE content IS NULL") ?? 0)
        return StoreSummary(
            records: Int(try integer("SELECT coalesce(sum(records), 0) FROM place") ?? 0),
            changes: Int(try integer("SELECT coalesce(sum(held), 0) FROM log") ?? 0),
            conflicts: try openConflicts(), photosHeld: photos - missing, photosMissing: missing)
    }

    /// How many fields of people's records are in conflict.
    private func openConflicts() throws -> Int {
        // The plus keeps SQLite from the index by form, in which it would look through every record.
        Int(
            try integer(
                """
                SELECT coalesce(sum(json_array_length(conflicts)), 0) FROM record
                WHERE conflicts IS NOT NULL AND +form IS NOT NULL
                """) ?? 0)
    }

    /// The digest of each place's records, for every node of the tree that is below `node` or the node itself.
    package func digests(heldAt node: UInt64) throws -> [(place: PlaceID, digest: [UInt8])] {
        let tree = try tree()
        return try tree.allNodes.filter { tree.isNode($0, within: node) }.sorted().map { id in
            let place = PlaceID(node: id)
            let digest = try Data.fetchOne(
                try db.cachedStatement(sql: "SELECT digest FROM place WHERE node = ? AND notices = 0"),
                arguments: [place.nodeText])
            return (place, digest.map { [UInt8]($0) } ?? [UInt8](repeating: 0, count: 32))
        }
    }

    /// The gaps before what is parked.
    package func gaps() throws -> [StoredGap] {
        var gaps: [StoredGap] = []
        var reached: [Int64: UInt64] = [:]
        // What an older program let pass beyond the numbers that there are is of no log.
        for row in try rows(
            "SELECT log, first, last FROM parked WHERE fork = 0 AND last <= ? ORDER BY log, first",
            [Int64(Dot<Int64>.sequenceMax)])
        {
            let log = try logRow(try row.read(0))
            let before = reached[log.id] ?? log.held
            let first = try row.readSequence(1)
            if first > before + 1 { gaps.append(StoredGap(log: log.name, from: before + 1, through: first - 1)) }
            reached[log.id] = max(before, try row.readSequence(2))
        }
        return gaps
    }

    /// Whether changes are still put aside because what comes before them is missing, as they came.
    package func isWaiting(_ range: LogRange) throws -> Bool {
        guard let log = try logNumber(range.log) else { return false }
        return try integer(
            "SELECT 1 FROM parked WHERE log = ? AND first = ? AND last = ? AND fork = 0",
            [log, Int64(range.from), Int64(range.through)]) != nil
    }

    /// Forks that were found: the log, and the change from which there are two histories.
    package func forks() throws -> [(log: LogID, sequence: UInt64)] {
        try rows("SELECT log, sequence FROM fork ORDER BY log, sequence").map {
            (try logName(row: try $0.read(0)), try $0.readSequence(1))
        }
    }

    /// Logs with changes that are held and not applied, and why.
    package func stopped() throws -> [(log: LogID, changes: Int, reason: StopReason)] {
        try rows(
            """
            SELECT log.id, held - applied, coalesce(stopped, CASE replica.standing WHEN 'waiting'
                THEN 'not enrolled' END)
            FROM log JOIN replica ON replica.id = log.replica WHERE held > applied ORDER BY log.id
            """
        ).map {
            (
                try logName(row: try $0.read(0)), try $0.read(1),
                try $0.readOptional(2).flatMap(StopReason.init) ?? .waitsForOthers
            )
        }
    }
}
