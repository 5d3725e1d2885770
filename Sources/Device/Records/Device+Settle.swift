import Causality
import FieldRecords
import Store

extension Device {
    /// Decides a conflict as it stands now: by one of its values, or by another.
    package func settle(
        number: String, field: String, typed: String?, keep: String?, by author: String?
    ) throws -> SavedRecord {
        try change(number, by: author) {
            try Device.settle($1, field, typed: typed, keep: keep, seen: nil, saving: $0)
        }
    }

    /// Decides a conflict as somebody has seen it: a value that came meanwhile stands beside what they decided.
    package func settle(
        _ seen: SeenRecord, field: String, typed: String?, keep: String?, by author: String?
    ) throws -> SavedRecord {
        try change(seen, by: author) {
            try Device.settle($1, field, typed: typed, keep: keep, seen: seen.context, saving: $0)
        }
    }

    private static func settle(
        _ record: StoredRecord, _ field: String, typed: String?, keep: String?, seen: OpenedContext?, saving: Saving
    ) throws -> SavedRecord {
        let number = try number(of: record.name, in: saving.session)
        guard record.conflicts.contains(field) else {
            throw DeviceError(
                .badData,
                what: Phrase(zh: "\(number) 的 \(field) 没有分歧", en: "\(field) of \(number) is not in conflict"),
                advice: listAdvice)
        }
        let action: Change.Action
        if field == FieldName.deletion, try record.hasDisputedDeletion(saving.session) {
            action = try deletion(typed: typed, keep: keep, of: record, saving)
        } else {
            let form = try form(named: record.form.name, in: saving.session)
            let value = try settledValue(field, typed: typed, keep: keep, of: record, form: form, saving)
            action = .edit(record.name, saving.writing([Patch.Entry(name: field, value: value)], form: form))
        }
        try saving.append(action, at: record.place, opened: seen, isSettlement: true)
        return SavedRecord(number: number, isChanged: true, warnings: [])
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
            .badData, what: Phrase(zh: "没有标为 \(dot) 的值", en: "no value is marked \(dot)"), advice: listAdvice)
    }

    private static let listAdvice = Phrase(
        zh: "可能刚有改动：请重新打开记录，或用 yilu conflict list 查看。",
        en: "It may have changed just now: open the record again, or see yilu conflict list.")
}
