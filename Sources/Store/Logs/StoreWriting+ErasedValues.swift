import Bundles
import Causality
import FieldRecords

/// Personal values that an erasure took, as far as that can be told here.
extension StoreWriting {
    /// A chunk that goes on from what is held of a log without the personal values of records that were erased here; nil
    /// where it has none, or where it cannot be told yet which records it means: then its values go as it is applied.
    func withoutErasedValues(_ chunk: Chunk, of log: LogRow) throws -> Chunk? {
        var isPastKnown: Bool?
        return try chunk.erased { record in
            guard try isErasedHere(record, placeRow: log.placeRow) else { return false }
            let isKnown = try isPastKnown ?? self.isPastKnown(of: log, with: chunk.packed.frontiers)
            isPastKnown = isKnown
            return try isKnown && !mayMeanAnother(than: record, placeRow: log.placeRow)
        }
    }

    func isErasedHere(_ name: RecordID, placeRow: Int64) throws -> Bool {
        try knownRecord(name, placeRow: placeRow)?.stamps.isErased ?? false
    }

    /// The records that a held change is about; none where that cannot be told yet.
    func recordsChanged(
        by dot: Dot<Int64>, in packed: PackedChanges, at index: Int, log: LogRow
    ) throws -> [RecordID] {
        guard let named = packed.record(of: packed.changes[index]) else { return [] }
        guard try mayMeanAnother(than: named, placeRow: log.placeRow) else { return [named] }
        guard dot.sequence <= log.applied else { return [] }
        return try recordsMeant(by: applied(dot), placeRow: log.placeRow) ?? [named]
    }
}
