import Causality
import FieldRecords
import Store

extension Device {
    /// Merges one record into another: the first takes what it should from the second, and the second is deleted.
    ///
    /// All of it is ordinary changes, so it travels and merges like everything, and ``undoMerge(number:by:)`` takes it
    /// back.
    ///
    /// - Parameter take: the fields to take, also where the first says something else; nil for all that the first leaves
    ///   open. Personal values go to another place only where they are named.
    package func mergeRecords(
        keep number: String, other otherNumber: String, take: [String]?, by author: String?
    ) throws -> MergedRecords {
        try changePair(number, otherNumber, by: author) {
            try self.merge($2, numbered: otherNumber, into: $1, numbered: number, take: take, saving: $0)
        }
    }

    /// Merges two records as somebody has seen them side by side.
    ///
    /// - Throws: `DeviceError` where one of them was changed meanwhile: whoever compared them has not seen that.
    package func mergeRecords(
        keep seen: SeenRecord, other otherSeen: SeenRecord, by author: String?
    ) throws -> MergedRecords {
        try change(seen, by: author) { saving, kept in
            let other = try Device.meant(otherSeen, in: saving.session)
            let (number, otherNumber) = (
                try Device.number(of: kept.name, in: saving.session),
                try Device.number(of: other.name, in: saving.session)
            )
            try Device.requirePair(kept, other, number, otherNumber)
            for (record, number, context) in [
                (kept, number, seen.context), (other, otherNumber, otherSeen.context),
            ] {
                guard let context, try saving.session.isChanged(record.row, since: context) else { continue }
                throw DeviceError(
                    .badData,
                    what: Phrase(
                        zh: "\(number) 刚有改动，没有合并", en: "\(number) was changed meanwhile; nothing was merged"),
                    advice: Phrase(zh: "请重新打开这一页再比较。", en: "Open the page again and compare once more."))
            }
            return try self.merge(
                other, numbered: otherNumber, into: kept, numbered: number, take: nil, saving: saving)
        }
    }

    private func merge(
        _ other: StoredRecord, numbered otherNumber: String, into kept: StoredRecord, numbered number: String,
        take: [String]?, saving: Saving
    ) throws -> MergedRecords {
        try Device.requireStanding(kept)
        try Device.requireStanding(other)
        let form = try Device.form(named: kept.form.name, in: saving.session)
        let fields = try take.map { try self.fields($0, of: form) } ?? openFields(of: kept, in: other, form: form)
        let taking = fields.filter { field in
            other.fields[field.name].map { $0 != .empty && $0 != kept.fields[field.name] } ?? false
        }
        try requireAgreement(on: taking, kept, other, number, otherNumber)
        let taken = try taking.map { field in
            let write = try saving.session.standingWrites(of: field.name, in: kept.row).first
            let isOpen = kept.fields[field.name] ?? .empty == .empty
            return PairVerdict.Taken(
                field: field.name,
                before: isOpen ? nil : write.map { Dot(log: $0.dot.log.replica, sequence: $0.dot.sequence) })
        }
        try saving.take(taking.map { ($0, other.fields[$0.name] ?? .empty) }, into: kept, form: form)
        try saving.delete(other, mergedInto: kept, taken: taken)
        return MergedRecords(kept: number, other: otherNumber, taken: taken.map(\.field))
    }

    private func fields(_ names: [String], of form: Form) throws -> [Field] {
        var seen: Set<String> = []
        return try names.filter { seen.insert($0).inserted }.map { name in
            guard let field = form.field(name), field.type.holdsValue else {
                throw DeviceError(
                    .badData,
                    what: Phrase(
                        zh: "表单 \(form.name) 没有字段 \(name)", en: "the form \(form.name) has no field \(name)"),
                    advice: Phrase(zh: "用 yilu form show \(form.name) 查看。", en: "See yilu form show \(form.name)."))
            }
            return field
        }
    }

    private func openFields(of kept: StoredRecord, in other: StoredRecord, form: Form) -> [Field] {
        form.fields.filter { field in
            field.type.holdsValue && field.type != .calculate && kept.fields[field.name] ?? .empty == .empty
                && other.fields[field.name] ?? .empty != .empty && (!field.isPersonal || kept.place == other.place)
        }
    }

    /// Where two values stand there is nothing yet that could be taken, or come back.
    private func requireAgreement(
        on fields: [Field], _ kept: StoredRecord, _ other: StoredRecord, _ number: String, _ otherNumber: String
    ) throws {
        for (record, name) in [(kept, number), (other, otherNumber)] {
            guard let field = fields.first(where: { record.conflicts.contains($0.name) }) else { continue }
            throw DeviceError(
                .badData,
                what: Phrase(zh: "\(name) 的 \(field.name) 有分歧", en: "\(field.name) of \(name) is in conflict"),
                advice: Phrase(zh: "先用 yilu conflict settle 裁定。", en: "Settle it first with yilu conflict settle."))
        }
    }
}

extension Saving {
    /// Sets fields of the record that a merge keeps, and always the mark of it.
    fileprivate func take(_ values: [(field: Field, value: FieldValue)], into kept: StoredRecord, form: Form) throws {
        if kept.isErased, values.contains(where: \.field.isPersonal) {
            throw DeviceError(
                .notPermitted,
                what: Phrase(zh: "这条记录的个人信息已永久抹除", en: "the personal values of this record were erased for good"),
                advice: Phrase(zh: "请保留另一条。", en: "Keep the other one instead."))
        }
        var changes = FormValues(repeating: nil, count: form.fields.count)
        for (field, value) in values {
            if let position = form.position(of: field.name) { changes[position] = value }
        }
        let completion = try form.complete(
            current: kept.fields, changes: changes, isNew: false, moment: own.moment(environment.now()))
        let entries = completion.patch.entries + [PairVerdict.keptMark]
        try append(.edit(kept.name, writing(entries, form: form)), at: kept.place)
    }

    /// Deletes a record that was merged into another, which bears the mark of it, and writes down that it was.
    func delete(_ other: StoredRecord, mergedInto kept: StoredRecord, taken: [PairVerdict.Taken] = []) throws {
        try append(.delete(other.name), at: other.place)
        try note(PairVerdict(.merged, one: kept.name, other: other.name, taken: taken), at: other.place)
    }
}
