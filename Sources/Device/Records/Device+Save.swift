import Causality
import FieldRecords
import Store

extension Device {
    /// Begins a record from texts as a person typed them.
    package func addRecord(
        form name: String, typed: [(String, String)], files: [(String, String)], place: String?, by author: String?
    ) throws -> SavedRecord {
        try addRecord(form: name, FieldInput.list(typed: typed, files: files), place: place, by: author)
    }

    /// Begins a record.
    ///
    /// - Parameter once: names this saving, wherever it comes from: the same name again, as after a second press or an
    ///   answer that was lost, answers the record that stands already. With other content it is refused
    ///   (``DeviceError/taken``): what was sent with it would be lost.
    package func addRecord(
        form name: String, _ inputs: [(String, FieldInput)], place: String?, by author: String?, once: String? = nil
    ) throws -> SavedRecord {
        try write { session, own in
            let form = try Device.form(named: name, in: session)
            let saving = try Saving(session: session, own: own, by: author, environment: environment)
            let place = try saving.place(place, form: form)
            let values = try Device.values(inputs, form: form, saving: saving)
            var extra: [Patch.Entry] = []
            if let once {
                let key = "page:\(once)"
                if let saved = try session.records(importKey: key, form: form.name, place: place).first {
                    return try saving.again(saved, of: form, values: values)
                }
                extra = [Patch.Entry(name: StoreReading.importKeyField, value: .text(key))]
            }
            let (record, warnings) = try saving.begin(form, values: values, extra: extra, at: place)
            return SavedRecord(
                number: try Device.number(of: record, in: session), isChanged: true, warnings: warnings)
        }
    }

    /// Sets fields of a record as it is now.
    package func editRecord(
        number: String, typed: [(String, String)], files: [(String, String)], by author: String?
    ) throws -> SavedRecord {
        try editRecord(number: number, FieldInput.list(typed: typed, files: files), by: author)
    }

    /// Sets fields of a record as it is now.
    package func editRecord(
        number: String, _ inputs: [(String, FieldInput)], by author: String?
    ) throws -> SavedRecord {
        try change(number, by: author) { saving, record in
            try Device.requireStanding(record)
            let opened = OpenedForm(record, number: number)
            return try Device.edit(record, opened: opened, inputs, saving: saving)
        }
    }

    /// Sets fields of a record as it was when its form was opened.
    package func editRecord(
        _ opened: OpenedForm, typed: [(String, String)], files: [(String, String)], by author: String?
    ) throws -> SavedRecord {
        try editRecord(opened, FieldInput.list(typed: typed, files: files), by: author)
    }

    /// Sets fields of a record as it was when its form was opened.
    package func editRecord(
        _ opened: OpenedForm, _ inputs: [(String, FieldInput)], by author: String?
    ) throws -> SavedRecord {
        try change(opened.seen, by: author) { saving, meant in
            let seen = SeenRecord(
                number: try Device.number(of: meant.name, in: saving.session), record: meant.name,
                context: opened.context)
            let opened = OpenedForm(seen, fields: opened.fields, conflicts: opened.conflicts)
            return try Device.edit(meant, opened: opened, inputs, saving: saving)
        }
    }

    private static func edit(
        _ record: StoredRecord, opened: OpenedForm, _ inputs: [(String, FieldInput)], saving: Saving
    ) throws -> SavedRecord {
        let form = try form(named: record.form.name, in: saving.session)
        let values = try values(inputs, form: form, saving: saving)
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

    /// Deletes a record as it is now.
    package func deleteRecord(number: String, by author: String?) throws {
        _ = try change(number, by: author) { try Device.delete($1, seen: nil, saving: $0) }
    }

    /// Deletes a record as somebody has seen it: what others wrote meanwhile keeps it up, as a conflict.
    package func deleteRecord(_ seen: SeenRecord, by author: String?) throws -> SavedRecord {
        try change(seen, by: author) { try Device.delete($1, seen: seen.context, saving: $0) }
    }

    private static func delete(
        _ record: StoredRecord, seen: OpenedContext?, saving: Saving
    ) throws -> SavedRecord {
        if !record.isDeleted { try saving.append(.delete(record.name), at: record.place, opened: seen) }
        return SavedRecord(
            number: try number(of: record.name, in: saving.session), isChanged: !record.isDeleted, warnings: [])
    }

    /// Brings a record back that is deleted now.
    package func undeleteRecord(number: String, by author: String?) throws {
        _ = try change(number, by: author) { try Device.undelete($1, seen: nil, saving: $0) }
    }

    /// Takes the deletions of a record back that somebody has seen: one that came meanwhile stands.
    package func undeleteRecord(_ seen: SeenRecord, by author: String?) throws -> SavedRecord {
        try change(seen, by: author) { try Device.undelete($1, seen: seen.context, saving: $0) }
    }

    private static func undelete(
        _ record: StoredRecord, seen: OpenedContext?, saving: Saving
    ) throws -> SavedRecord {
        let isDue = try record.isDeleted || record.hasDisputedDeletion(saving.session)
        if isDue { try saving.append(.undelete(record.name), at: record.place, opened: seen) }
        return SavedRecord(
            number: try number(of: record.name, in: saving.session), isChanged: isDue, warnings: [])
    }

    func change<Result>(
        _ number: String, by author: String?, _ body: (Saving, StoredRecord) throws -> Result
    ) throws -> Result {
        try save(by: author) { try body($0, try Device.record(numbered: number, in: $0.session)) }
    }

    func save<Result>(by author: String?, _ body: (Saving) throws -> Result) throws -> Result {
        try write { session, own in
            try body(try Saving(session: session, own: own, by: author, environment: environment))
        }
    }
}
