package import Bundles
package import Causality
import FieldRecords
import GRDB

/// What came of one device after the host had cut it off: it is held, and folds to nothing, but for erasures.
package struct UncountedChanges: Sendable {
    /// The label of the device.
    package let label: String
    package let standing: Standing
    /// Those that count for nothing.
    package fileprivate(set) var changes = 0
    /// The records that it erased all the same; known only where ranges are asked for.
    package fileprivate(set) var erased = 0
}

extension StoreReading {
    /// Why a change beyond the cut of its log folds to nothing, as the table of such changes says it.
    static let isBeyondCut = "revoked"

    /// What is held beyond the cuts, by device.
    ///
    /// - Parameter ranges: of each log the changes that are asked for; nil for all.
    package func uncounted(among ranges: [LogID: LogRange]? = nil) throws -> [UncountedChanges] {
        var found: [Int64: UncountedChanges] = [:]
        for row in try rows(Self.logColumns + " WHERE log.held > log.cut") {
            let log = try Self.logRow(row)
            let all = LogRange(log: log.name, from: 1, through: log.held)
            guard let range = ranges == nil ? all : ranges?[log.name],
                let replica = try storedReplica(row: log.replicaRow)
            else { continue }
            let count = try integer(
                "SELECT count(*) FROM void WHERE log = ? AND sequence BETWEEN ? AND ? AND reason = ?",
                [log.id, Int64(range.from), Int64(range.through), Self.isBeyondCut])
            let known =
                found[log.replicaRow] ?? UncountedChanges(label: replica.label, standing: replica.standing)
            found[log.replicaRow] = known
            found[log.replicaRow]?.changes += Int(count ?? 0)
            if ranges != nil { found[log.replicaRow]?.erased += try recordsErased(beyondCutOf: log, in: range) }
        }
        return found.sorted { $0.key < $1.key }.map(\.value).filter { $0.changes + $0.erased > 0 }
    }

    /// How many records the changes of a range erase that lie beyond their log's cut and count all the same.
    private func recordsErased(beyondCutOf log: LogRow, in range: LogRange) throws -> Int {
        let from = max(range.from, (log.cut ?? .max) + 1)
        var erased: Set<RecordID> = []
        guard from <= min(range.through, log.applied) else { return 0 }
        try heldChunks(of: log.id, from: from) { chunk in
            let packed = try packed(chunk)
            for (index, change) in packed.changes.enumerated() where change.kind == .erase {
                let dot = Dot(log: log.id, sequence: chunk.first + UInt64(index))
                guard dot.sequence >= from, dot.sequence <= min(range.through, log.applied),
                    let record = packed.record(of: change), !erased.contains(record), try void(dot) == nil
                else { continue }
                erased.insert(record)
            }
            return chunk.last < range.through
        }
        return erased.count
    }
}
