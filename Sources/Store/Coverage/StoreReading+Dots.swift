package import Causality
import FieldRecords
import GRDB

/// What this device knows of a record that somebody else counts.
package struct RecordTrace: Sendable {
    /// Of all its changes that are held here, the first of which began it.
    package let dots: [Dot<LogID>]
    /// Whether all of them are applied and count.
    package let isWhole: Bool
    package let isDeleted: Bool
    package let isInConflict: Bool
}

extension StoreReading {
    /// What is held here of a record; nil where nothing of it is.
    package func trace(of replica: ReplicaID, number: UInt64) throws -> RecordTrace? {
        guard let id = try recordRow(RecordID(replica: replica, number: number)),
            let row = try row("SELECT deleted, conflicts IS NOT NULL FROM record WHERE id = ?", [id])
        else { return nil }
        let changes = try changes(ofRecord: id)
        return RecordTrace(
            dots: changes.map(\.dot), isWhole: changes.allSatisfy { $0.isApplied && $0.void == nil },
            isDeleted: try row.read(0), isInConflict: try row.read(1))
    }
}
