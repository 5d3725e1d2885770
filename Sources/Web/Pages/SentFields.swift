import Device
import FieldRecords

/// What a page sent of the fields of a record.
struct SentFields: Sendable {
    /// As it stands in the controls, by field.
    let typed: [String: String]
    /// What is to be set: of a record that stands what somebody touched, so that nothing else is written and a field in
    /// conflict is not decided; of a new one all, and who writes.
    let meant: [String: String]
    /// What has no place in the form, in words.
    let leftOut: [Phrase]

    /// - Parameters:
    ///   - opened: the record as its form was opened; nil for a new one.
    ///   - writer: who writes a new one.
    init(_ sent: SentForm, form: Form, opened: OpenedForm?, writer: String) {
        let asked = form.fields.filter(\.isForInput)
        let typed = Dictionary(
            asked.compactMap { field in sent["f-\(field.name)"].map { (field.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        self.typed = typed
        meant = SentFields.meant(typed, form: form, opened: opened, writer: writer)
        let homeless = sent.filled("f-").filter { name, text in
            typed[name] == nil
                && !FormControl.isUntouched(text, of: form.field(name), opened?.fields[name] ?? .empty)
        }
        leftOut =
            homeless.map { SentFields.gone($0.name, $0.value) }
            + sent.filled("photo-").map { SentFields.notTaken($0.value, of: form.field($0.name)) }
    }

    static func meant(
        _ typed: [String: String], form: Form, opened: OpenedForm?, writer: String
    ) -> [String: String] {
        guard let opened else {
            let names = form.fields.filter { FormPage.isWriter($0) && !writer.isEmpty }.map(\.name)
            return typed.merging(names.map { ($0, writer) }, uniquingKeysWith: { $1 })
        }
        var meant: [String: String] = [:]
        for (name, text) in typed {
            let (field, value) = (form.field(name), opened.fields[name] ?? .empty)
            guard let field, !FormControl.isUntouched(text, of: field, value) else { continue }
            meant[name] = FormControl.meant(text, in: field, was: value)
        }
        return meant
    }

    /// A field that the form had when the page was opened.
    private static func gone(_ name: String, _ text: String) -> Phrase {
        let isPhoto = (try? JSONValue(parsing: text.utf8))?["file"] != nil
        let shown = isPhoto ? Phrase(zh: "照片", en: "a photo") : Phrase(zh: "“\(text)”", en: "“\(text)”")
        return Phrase(
            zh: "表单换了新版，已没有“\(name)”这一项，这里写的没有地方存：\(shown.zh)。有用请抄到别的项里，再按保存。",
            en:
                "the form has a new version without “\(name)”, so this has no place: \(shown.en). Copy what is needed into another field, then save again"
        )
    }

    /// A file that a browser without the script only names.
    private static func notTaken(_ file: String, of field: Field?) -> Phrase {
        let label = field?.label ?? Phrase(zh: "照片", en: "Photo")
        return Phrase(
            zh: "\(label.zh)：“\(file)”没有存上，这个浏览器没有运行本页的脚本。可以再按保存，不带照片。",
            en:
                "\(label.en): “\(file)” was not taken, since this browser does not run the page's script. Save again without it"
        )
    }
}
