import Causality
import FieldRecords
import Store

extension Device {
    /// Gives the fields in conflict, one by one. What `each` throws ends the reading, and is thrown as it is.
    package func conflicts(_ each: (FieldConflict) throws -> Void) throws {
        try read(handing: each) { reading, own, hand in
            let naming = try RecordNaming(reading, own)
            try reading.records(RecordQuery(includeDeleted: true, onlyConflicts: true)) { record in
                for conflict in try Device.conflicts(of: record, naming: naming) { try hand(conflict) }
                return true
            }
        }
    }

    static func conflicts(of record: StoredRecord, naming: RecordNaming) throws -> [FieldConflict] {
        let number = try naming.number(record.name)
        let isDisputed = try record.hasDisputedDeletion(naming.reading)
        return try record.conflicts.enumerated().map { position, field in
            let writes: [(StandingWrite, FieldValue)]
            if isDisputed, field == FieldName.deletion, record.conflicts.firstIndex(of: field) == position {
                writes =
                    try naming.reading.standingDeletions(of: record.row).map { ($0, .text("deleted")) }
                    + latestEdit(of: record, in: naming.reading).map { ($0, .text("edited")) }
            } else {
                writes = try naming.reading.standingWrites(of: field, in: record.row).map { ($0, $0.value) }
            }
            let isMasked = try naming.masks(field, of: record)
            return FieldConflict(
                number: number, form: record.form.name, field: field,
                values: try writes.map { write, value in
                    ConflictValue(
                        value: isMasked ? .text(PersonalMask.text) : value, by: write.author,
                        replica: try naming.label(write.dot.log.replica), time: naming.own.text(write.time),
                        dot: try naming.text(write.dot))
                })
        }
    }

    /// The write that keeps a deleted record up, the latest if there are several.
    static func latestEdit(of record: StoredRecord, in reading: StoreReading) throws -> [StandingWrite] {
        let changes = try reading.changes(ofRecord: record.row).filter {
            $0.void == nil && $0.isApplied && $0.change.writing != nil
        }
        return changes.last.map {
            [StandingWrite(dot: $0.dot, value: .empty, time: $0.change.time, author: $0.change.author)]
        } ?? []
    }
}

extension StoredRecord {
    /// Whether it was deleted here and edited there. A field that is called so too, in a form of an older program, may be
    /// in conflict beside that.
    func hasDisputedDeletion(_ reading: StoreReading) throws -> Bool {
        guard !isDeleted, conflicts.contains(FieldName.deletion) else { return false }
        return try !reading.standingDeletions(of: row).isEmpty
    }
}
