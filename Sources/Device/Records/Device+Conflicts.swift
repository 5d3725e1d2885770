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
        return try record.conflicts.map { field in
            let writes: [(StandingWrite, FieldValue)]
            if field == "deleted" {
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
    private static func latestEdit(of record: StoredRecord, in reading: StoreReading) throws -> [StandingWrite] {
        let changes = try reading.changes(ofRecord: record.row).filter {
            $0.void == nil && $0.isApplied && $0.change.writing != nil
        }
        return changes.last.map {
            [StandingWrite(dot: $0.dot, value: .empty, time: $0.change.time, author: $0.change.author)]
        } ?? []
    }

    /// Decides a conflict: by one of its values, or by another.
    package func settle(
        number: String, field: String, typed: String?, keep: String?, by author: String?
    ) throws -> SavedRecord {
        try change(number, by: author) { saving, record in
            guard record.conflicts.contains(field) else {
                throw DeviceError(
                    .badData,
                    what: Phrase(zh: "\(number) 的 \(field) 没有分歧", en: "\(field) of \(number) is not in conflict"),
                    advice: Phrase(zh: "用 yilu conflict list 查看。", en: "See yilu conflict list."))
            }
            let action: Change.Action
            if field == "deleted" {
                action = try Device.deletion(typed: typed, keep: keep, of: record, saving)
            } else {
                let form = try Device.form(named: record.form.name, in: saving.session)
                let value = try Device.settledValue(field, typed: typed, keep: keep, of: record, form: form, saving)
                action = .edit(record.name, saving.writing([Patch.Entry(name: field, value: value)], form: form))
            }
            try saving.append(action, at: record.place, isSettlement: true)
            return SavedRecord(number: number, isChanged: true, warnings: [])
        }
    }

    private static func settledValue(
        _ name: String, typed: String?, keep: String?, of record: StoredRecord, form: Form, _ saving: Saving
    ) throws -> FieldValue {
        if let keep {
            let writes = try saving.session.standingWrites(of: name, in: record.row)
            let naming = try RecordNaming(saving.session, saving.own)
            guard let kept = try writes.first(where: { try naming.text($0.dot) == keep }) else {
                throw unknownDot(keep)
            }
            return kept.value
        }
        let value = try form.field(name).map { try $0.value(typed: typed ?? "") } ?? .text(typed ?? "")
        try saving.requireUnmasked(value, of: name, in: form)
        guard form.field(name) != nil else { return value }
        _ = try form.complete(
            current: record.fields, changes: [name: value], isNew: false,
            moment: saving.own.moment(saving.environment.now()))
        return value
    }

    private static func deletion(
        typed: String?, keep: String?, of record: StoredRecord, _ saving: Saving
    ) throws -> Change.Action {
        if let keep {
            let naming = try RecordNaming(saving.session, saving.own)
            let deletions = try saving.session.standingDeletions(of: record.row)
            let isDeletion = try deletions.contains { try naming.text($0.dot) == keep }
            let edits = try latestEdit(of: record, in: saving.session)
            guard try isDeletion || edits.contains(where: { try naming.text($0.dot) == keep }) else {
                throw unknownDot(keep)
            }
            return isDeletion ? .delete(record.name) : .undelete(record.name)
        }
        switch typed {
        case "true", "yes", "deleted", "1", "是", "删除": return .delete(record.name)
        case "false", "no", "edited", "0", "否", "保留": return .undelete(record.name)
        default:
            throw DeviceError(
                .usage, what: Phrase(zh: "删除的分歧要裁定为 true 或 false", en: "a deletion is settled as true or false"),
                advice: Phrase(zh: "例如 --value false 保留记录。", en: "For example --value false keeps the record."))
        }
    }

    private static func unknownDot(_ dot: String) -> DeviceError {
        DeviceError(
            .badData, what: Phrase(zh: "没有标为 \(dot) 的值", en: "no value is marked \(dot)"),
            advice: Phrase(zh: "用 yilu conflict list 查看。", en: "See yilu conflict list."))
    }
}
