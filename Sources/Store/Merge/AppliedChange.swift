import Bundles
import Causality
import FieldRecords

/// A change that is applied here, with all that is asked of it while records are made of such changes.
struct AppliedChange {
    let dot: Dot<Int64>
    /// The piece of the log that holds it, and that piece's changes.
    let chunk: HeldChunk
    let packed: PackedChanges
    let change: PackedChange
    /// All that its author had seen.
    let context: RowContext

    /// The record that it names.
    var record: RecordID? { packed.record(of: change) }

    /// What it names as seen that its log had not named before.
    var frontier: [SeenDot] { packed.frontiers[Int(change.frontier)] }
}

extension StoreReading {
    func applied(_ dot: Dot<Int64>) throws -> AppliedChange {
        guard let chunk = try heldChunk(of: dot.log, at: dot.sequence) else {
            throw StoreError.notAStore(path: "record.changes", reason: "no change \(dot.sequence)")
        }
        let index = chunk.index(of: dot.sequence)
        let packed = try packed(chunk)
        let change = packed.changes[index]
        let others = chunk.contexts[index] == 0 ? VersionVector() : try storedContext(row: chunk.contexts[index])
        return AppliedChange(
            dot: dot, chunk: chunk, packed: packed, change: change,
            context: RowContext(own: dot.log, through: change.own, others: others))
    }

    /// Changes in an order in which each follows all that its context covers.
    func inCausalOrder(_ changes: [AppliedChange]) -> [AppliedChange] {
        guard changes.count > 1 else { return changes }
        return CausalOrder.places(of: changes.map(\.dot)) { changes[$0].context.covers($1) }.map { changes[$0] }
    }
}
