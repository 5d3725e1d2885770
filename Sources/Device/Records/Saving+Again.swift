import Causality
import FieldRecords
import Store

extension Saving {
    /// What a saving that came before answers where it comes again under its name.
    ///
    /// - Throws: `DeviceError` where it comes with what the record was not begun with.
    func again(_ record: StoredRecord, of form: Form, values: FormValues) throws -> SavedRecord {
        let number = try Device.number(of: record.name, in: session)
        guard try isAsBegun(record, form: form, values: values) else {
            throw DeviceError(
                .usage,
                what: Phrase(
                    zh: "这次保存已成为 \(number)，内容与这次的不同，这次的没有保存",
                    en: "this saving became \(number), with other content; what came now was not saved"),
                advice: Phrase(
                    zh: "要改动请编辑 \(number)；另记一条请重新打开表单（程序请换一个 once）。",
                    en: "Edit \(number) to change it; for another record open the form anew (a program: another once)."),
                taken: number)
        }
        return SavedRecord(number: number, isChanged: false, warnings: [])
    }

    /// Whether a record was begun with these values, whatever became of it since. What was not sent is not compared: the
    /// form may have filled it in, with a day that is another by now. What was sent and the form put its own in the place
    /// of, by a calculation, is compared as the form would have it. Of personal values that were erased nobody can tell.
    private func isAsBegun(_ record: StoredRecord, form: Form, values: FormValues) throws -> Bool {
        let begun = try session.changes(ofRecord: record.row).first { $0.change.kind == .begin }
        guard let begun, let writing = begun.change.writing else { return true }
        var erased: Set<String> = []
        if case .erased(let commitments)? = writing.personal { erased = Set(commitments.map(\.name)) }
        let completed = try? form.complete(
            current: [:], changes: values, isNew: true, moment: own.moment(begun.change.time.milliseconds))
        return zip(form.fields, values).allSatisfy { field, value in
            guard let value, !erased.contains(field.name) else { return true }
            let kept = writing[field.name] ?? .empty
            return value == kept || (field.calculation != nil && completed?.patch[field.name] ?? .empty == kept)
        }
    }
}
