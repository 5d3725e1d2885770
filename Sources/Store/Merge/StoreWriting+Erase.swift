import Bundles
import Causality
import FieldRecords
import GRDB

extension StoreWriting {
    /// Replaces the personal values of a record's changes by the commitments that prove them, held ones too.
    func dropPersonalValues(of record: WorkingRecord) throws {
        for dot in try dots(of: record) {
            guard let chunk = try heldChunk(of: dot.log, at: dot.sequence) else { continue }
            let content = try content(of: chunk)
            guard content.packed.holdsPersonalValues(at: chunk.index(of: dot.sequence)),
                let erased = content.packed.erased(first: chunk.first, where: { $0 == record.name })
            else { continue }
            chunk.content?.packed = erased
            chunk.content?.frame = nil
            chunk.contentChanged = true
            forgetReplaced()
        }
    }
}
