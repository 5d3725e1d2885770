import Bundles
import Causality
import FieldRecords
import GRDB

extension StoreWriting {
    /// Replaces the personal values of a record's changes by the commitments that prove them, also of those that are held
    /// and not applied, unless they may mean another record.
    func dropPersonalValues(of record: WorkingRecord) throws {
        record.holdsErasedValues = false
        let mayMeanAnother = try mayMeanAnother(than: record.name, placeRow: record.key.placeRow)
        let dots = Set(try dots(of: record) { log in try !mayMeanAnother && isPastKnown(of: log) })
        for dot in dots {
            guard let chunk = try heldChunk(of: dot.log, at: dot.sequence) else { continue }
            let content = try content(of: chunk)
            // All of the chunk's at once.
            guard content.packed.holdsPersonalValues(at: chunk.index(of: dot.sequence)),
                let erased = content.packed.erased(
                    first: chunk.first,
                    where: { index, _ in dots.contains(Dot(log: dot.log, sequence: chunk.first + UInt64(index))) })
            else { continue }
            chunk.content?.packed = erased
            chunk.content?.frame = nil
            chunk.contentChanged = true
            forgetReplaced()
        }
    }
}
