import Device
import FieldRecords

/// A form in `form list`.
enum FormRow: Row {
    case readable(Form)
    /// A version that the network published and this program cannot read.
    case unreadable(FormReference)

    static var header: [Phrase] {
        [
            Phrase(zh: "表单", en: "FORM"), Phrase(zh: "名称", en: "TITLE"), Phrase(zh: "版本", en: "VERSION"),
            Phrase(zh: "字段", en: "FIELDS"),
        ]
    }

    var json: JSONValue {
        switch self {
        case .readable(let form): form.listJSON
        case .unreadable(let form):
            ["name": .string(form.name), "title": .null, "version": .string(form.version), "fields": .null]
        }
    }

    func cells(in language: Language) -> [String] {
        switch self {
        case .readable(let form):
            let fields = form.fields.filter(\.type.holdsValue).count
            return [form.name, form.title.text(in: language), form.version, String(fields)]
        case .unreadable(let form):
            let title = Phrase(zh: "（本机读不出这个版本）", en: "(this device cannot read this version)")
            return [form.name, title.text(in: language), form.version, ""]
        }
    }
}

/// A form in `form show`: every field, and what it takes.
struct FormPage: Answer {
    let form: Form

    private var fields: [Field] { form.fields.filter(\.type.holdsValue) }

    var json: JSONValue { form.pageJSON }

    func lines(in language: Language) -> [String] {
        let header = [
            Phrase(zh: "字段", en: "FIELD"), Phrase(zh: "名称", en: "LABEL"), Phrase(zh: "类型", en: "TYPE"),
            Phrase(zh: "说明", en: "REMARK"),
        ].map { $0.text(in: language) }
        let rows = fields.map { field in
            [field.name, field.label.text(in: language), field.type.rawValue, field.remark(in: language)]
                .map(\.onOneLine)
        }
        var lines = ["\(form.name)  \(form.title.text(in: language))  \(form.version)".onOneLine, ""]
        lines += Table([header] + rows).lines
        for field in fields where !field.choices.isEmpty {
            let choices = field.choices.map { choice in
                let label = choice.label.text(in: language)
                return label == choice.name ? label : "\(choice.name) \(label)"
            }
            lines += ["", "\(field.name):".onOneLine]
            lines += TextWidth.wrap(words: choices.map { $0.onOneLine + "," }, columns: HelpPage.columnsMax - 2)
                .map { "  " + $0 }
            lines[lines.count - 1].removeLast()
        }
        return lines
    }
}

extension Field {
    fileprivate func remark(in language: Language) -> String {
        var remarks: [Phrase] = []
        if required != nil { remarks.append(Phrase(zh: "必填", en: "required")) }
        if isPersonal { remarks.append(Phrase(zh: "个人信息", en: "personal")) }
        if calculation != nil || isReadOnly { remarks.append(Phrase(zh: "自动", en: "filled in by itself")) }
        var words = remarks.map { $0.text(in: language) }
        if let relevant {
            words.append(Phrase(zh: "当 \(relevant.text)", en: "when \(relevant.text)").text(in: language))
        }
        return words.joined(separator: language == .zh ? "，" : ", ")
    }
}
