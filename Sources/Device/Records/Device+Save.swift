import Causality
package import FieldRecords
import Store

extension Device {
    /// Begins a record from texts as a person typed them.
    package func addRecord(
        form name: String, typed: [(String, String)], files: [(String, String)], place: String?, by author: String?,
        language: Language
    ) throws -> SavedRecord {
        try write { session, own in
            let form = try Device.form(named: name, in: session)
            let saving = try Saving(session: session, own: own, by: author, environment: environment)
            let (record, warnings) = try saving.begin(
                form, values: try Device.values(typed, files: files, form: form, saving: saving),
                at: try saving.place(place, form: form))
            return SavedRecord(
                number: try Device.number(of: record, in: session), isChanged: true, warnings: warnings)
        }
    }

    /// Sets fields of a record as it is now.
    package func editRecord(
        number: String, typed: [(String, String)], files: [(String, String)], by author: String?, language: Language
    ) throws -> SavedRecord {
        try change(number, by: author) { saving, record in
            try Device.requireStanding(record)
            let opened = OpenedForm(record, number: number)
            return try Device.edit(record, opened: opened, typed: typed, files: files, saving: saving)
        }
    }

    /// Sets fields of a record as it was when its form was opened.
    package func editRecord(
        _ opened: OpenedForm, typed: [(String, String)], files: [(String, String)], by author: String?,
        language: Language
    ) throws -> SavedRecord {
        try change(opened.number, by: author) { saving, record in
            try Device.edit(record, opened: opened, typed: typed, files: files, saving: saving)
        }
    }

    private static func edit(
        _ record: StoredRecord, opened: OpenedForm, typed: [(String, String)], files: [(String, String)],
        saving: Saving
    ) throws -> SavedRecord {
        let form = try form(named: record.form.name, in: saving.session)
        let values = try values(typed, files: files, form: form, saving: saving)
        let (isChanged, warnings) = try saving.edit(record, opened: opened, form: form, values: values)
        return SavedRecord(number: opened.number, isChanged: isChanged, warnings: warnings)
    }

    /// Erases the personal values of a record, here and wherever the change travels. It cannot be undone.
    package func eraseRecord(number: String, by author: String?) throws {
        try change(number, by: author) { saving, record in
            guard !record.isErased else { return }
            try saving.append(.erase(record.name), at: record.place)
        }
    }

    package func deleteRecord(number: String, by author: String?) throws {
        try change(number, by: author) { saving, record in
            guard !record.isDeleted else { return }
            try saving.append(.delete(record.name), at: record.place)
        }
    }

    package func undeleteRecord(number: String, by author: String?) throws {
        try change(number, by: author) { saving, record in
            guard record.isDeleted || record.conflicts.contains("deleted") else { return }
            try saving.append(.undelete(record.name), at: record.place)
        }
    }

    func change<Result>(
        _ number: String, by author: String?, _ body: (Saving, StoredRecord) throws -> Result
    ) throws -> Result {
        try write { session, own in
            let saving = try Saving(session: session, own: own, by: author, environment: environment)
            return try body(saving, try Device.record(numbered: number, in: session))
        }
    }

    /// Typed texts as the values of a form's fields.
    private static func values(
        _ typed: [(String, String)], files: [(String, String)], form: Form, saving: Saving
    ) throws -> FormValues {
        var values = FormValues(repeating: nil, count: form.fields.count)
        for (name, text) in typed {
            let position = try position(name, of: form)
            values[position] = try form.fields[position].value(typed: text)
        }
        for (name, path) in files {
            let position = try position(name, of: form)
            guard [.image, .file].contains(form.fields[position].type) else {
                throw DeviceError(
                    .badData, what: Phrase(zh: "字段 \(name) 不放文件", en: "the field \(name) holds no file"),
                    advice: Phrase(zh: "用 yilu form show \(form.name) 查看。", en: "See yilu form show \(form.name)."))
            }
            values[position] = try saving.keep(file: path)
        }
        return values
    }

    private static func position(_ name: String, of form: Form) throws -> Int {
        guard let position = form.position(of: name) else {
            throw DeviceError(
                .badData,
                what: Phrase(zh: "表单 \(form.name) 没有字段 \(name)", en: "the form \(form.name) has no field \(name)"),
                advice: Phrase(zh: "用 yilu form show \(form.name) 查看。", en: "See yilu form show \(form.name)."))
        }
        return position
    }
}
