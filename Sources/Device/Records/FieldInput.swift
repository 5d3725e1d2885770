package import FieldRecords
import Store

/// What somebody gives for one field of a record.
package enum FieldInput: Sendable {
    /// As a person types it; empty to clear the field.
    case typed(String)
    /// As a program sends it. A photo is named by what ``Device/keepPhoto(_:)`` answered.
    case json(JSONValue)
    /// The path of a file to keep.
    case file(path: String)

    static func list(typed: [(String, String)], files: [(String, String)]) -> [(String, FieldInput)] {
        typed.map { ($0, .typed($1)) } + files.map { ($0, .file(path: $1)) }
    }
}

extension Device {
    /// What was given as the values of a form's fields.
    static func values(
        _ inputs: [(String, FieldInput)], form: Form, saving: Saving
    ) throws -> FormValues {
        var values = FormValues(repeating: nil, count: form.fields.count)
        for (name, input) in inputs {
            let position = try position(name, of: form)
            values[position] = try value(input, of: form.fields[position], form: form, saving: saving)
        }
        return values
    }

    private static func value(
        _ input: FieldInput, of field: Field, form: Form, saving: Saving
    ) throws -> FieldValue {
        switch input {
        case .typed(let text): return try field.value(typed: text)
        case .json(let json):
            let value = try field.value(json: json)
            if case .file(let file) = value {
                try requireTravels(field)
                try saving.requireHeld(file)
            }
            return value
        case .file(let path):
            try requireTravels(field)
            guard field.holdsFile else {
                throw DeviceError(
                    .badData,
                    what: Phrase(zh: "字段 \(field.name) 不放文件", en: "the field \(field.name) holds no file"),
                    advice: Phrase(zh: "用 yilu form show \(form.name) 查看。", en: "See yilu form show \(form.name)."))
            }
            return try saving.keep(file: path)
        }
    }

    /// A form from before this was refused may mark a photo as personal: it would never leave this device.
    static func requireTravels(_ field: Field) throws {
        guard field.isPersonal, field.holdsFile else { return }
        throw DeviceError(
            .badData,
            what: Phrase(
                zh: "字段 \(field.name) 是个人信息，其中的文件到不了主机",
                en: "the field \(field.name) is personal, and a file in it would never reach the host"),
            advice: Phrase(
                zh: "请主机发布表单的新版本，这一栏不标 personal。",
                en: "Ask the host for a new version of the form, without personal in that row."))
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
