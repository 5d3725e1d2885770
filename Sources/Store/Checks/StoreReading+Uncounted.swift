package import Bundles
package import Causality
import GRDB

/// Changes of one device that came after the host had cut it off: they are held, and fold to nothing.
package struct UncountedChanges: Sendable {
    /// The label of the device.
    package let label: String
    package let standing: Standing
    package let changes: Int
}

extension StoreReading {
    /// Why a change beyond the cut of its log folds to nothing, as the table of such changes says it.
    static let isBeyondCut = "revoked"

    /// What is held beyond the cuts, by device; an erasure, which counts all the same, is left out.
    ///
    /// - Parameter ranges: of each log the changes that are asked for; nil for all.
    package func uncounted(among ranges: [LogID: LogRange]? = nil) throws -> [UncountedChanges] {
        var changes: [Int64: Int] = [:]
        for row in try rows(Self.logColumns + " WHERE log.held > log.cut") {
            let log = try Self.logRow(row)
            let all = LogRange(log: log.name, from: 1, through: log.held)
            guard let range = ranges == nil ? all : ranges?[log.name] else { continue }
            let count = try integer(
                "SELECT count(*) FROM void WHERE log = ? AND sequence BETWEEN ? AND ? AND reason = ?",
                [log.id, Int64(range.from), Int64(range.through), Self.isBeyondCut])
            changes[log.replicaRow, default: 0] += Int(count ?? 0)
        }
        return try changes.filter { $0.value > 0 }.sorted { $0.key < $1.key }.compactMap { row, count in
            try storedReplica(row: row).map {
                UncountedChanges(label: $0.label, standing: $0.standing, changes: count)
            }
        }
    }
}
