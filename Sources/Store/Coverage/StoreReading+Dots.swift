package import Causality
import FieldRecords

/// What this device knows of a record that somebody else counts.
package struct RecordTrace: Sendable {
    /// One of its changes that is held here.
    package struct Step: Sendable {
        package let dot: Dot<LogID>
        /// Whether it is applied and does not fold to nothing.
        package let isCounted: Bool
        /// The fields that it sets; nil for a change of the whole record, such as its deletion.
        package let fields: Set<String>?

        init(_ held: StoreReading.RecordChange) {
            dot = held.dot
            isCounted = held.isApplied && held.void == nil
            fields = held.change.kind == .begin ? nil : held.change.writing.map { Set($0.names) }
        }
    }

    /// The change that began it, or, where that is not here, the first that is.
    package let beginning: Step
    package let steps: [Step]
    /// The fields in conflict; `deleted` where a deletion is.
    package let conflicts: Set<String>
}

extension StoreReading {
    /// What is held here of a record; nil where nothing of it is.
    package func trace(of replica: ReplicaID, number: UInt64) throws -> RecordTrace? {
        guard let id = try recordRow(RecordID(replica: replica, number: number)), let stored = try storedRecord(id)
        else { return nil }
        let changes = try changes(ofRecord: id)
        let begun = changes.filter { $0.change.kind == .begin }
        guard let beginning = begun.first(where: { $0.void == nil }) ?? begun.first ?? changes.first else { return nil }
        return RecordTrace(
            beginning: RecordTrace.Step(beginning), steps: changes.map(RecordTrace.Step.init),
            conflicts: Set(stored.conflicts))
    }
}
