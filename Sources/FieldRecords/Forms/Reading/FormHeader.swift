/// The header row of a sheet: which cell belongs to which column, in which language.
struct FormHeader {
    /// One column, by the name that this program knows it by.
    struct Column: Hashable {
        let name: String
        /// What stands behind the `::`; empty for none.
        let language: String
        /// Whether the column has a meaning here.
        let isKnown: Bool
        /// As the form has it.
        let title: String
    }

    let columns: [Column]

    /// - Parameters:
    ///   - row: The first row of the sheet.
    ///   - names: The columns that the sheet may have.
    /// - Throws: ``FieldRecordsError/badForm(_:)`` where two columns mean the same.
    init(_ row: FormSheet.Row, sheet: String, names: Set<String>) throws(FieldRecordsError) {
        columns = row.cells.map { FormHeader.column($0, names: names) }
        var seen = Set<String>()
        for column in columns where !column.title.isEmpty {
            guard seen.insert("\(column.name)::\(column.language.lowercased())").inserted else {
                throw .badForm(
                    FormFault(
                        sheet: sheet, row: row.number, column: column.title,
                        Phrase(zh: "有两列同名", en: "two columns have this name"),
                        advice: Phrase(zh: "请删去或改名其中一列。", en: "Remove or rename one of them.")))
            }
        }
    }

    /// The most words with a `:` between them that name a column, before its language: `bind:jr:constraintmsg`.
    private static let partsMax = 3

    private static func column(_ title: String, names: Set<String>) -> Column {
        let parts = title.split(separator: ":").map(\.trimmed)
        for count in stride(from: min(parts.count, FormHeader.partsMax), to: 0, by: -1) {
            let key = parts[..<count].joined(separator: ":").lowercased()
                .split { $0 == " " || $0 == "_" }.joined(separator: "_")
            let name = FormHeader.aliases[key] ?? key
            let language = parts[count...].joined(separator: ":")
            if names.contains(name), language.isEmpty || FormHeader.translated.contains(name) {
                return Column(name: name, language: language, isKnown: true, title: title)
            }
        }
        return Column(name: title.lowercased(), language: "", isKnown: false, title: title)
    }

    /// The columns that may stand once for each language.
    private static let translated: Set<String> = [
        "label", "hint", "required_message", "constraint_message", "warning_message", "form_title",
    ]

    /// Other names that forms in the wild have for the same columns, most of them pyxform's.
    private static let aliases: [String: String] = [
        "caption": "label", "relevance": "relevant", "calculate": "calculation", "read_only": "readonly",
        "command": "type", "tag": "name", "value": "name", "list": "list_name",
        "bind:relevant": "relevant", "bind:required": "required", "bind:constraint": "constraint",
        "bind:readonly": "readonly", "bind:calculate": "calculation", "bind:jr:constraintmsg": "constraint_message",
        "bind:jr:requiredmsg": "required_message", "jr:constraintmsg": "constraint_message",
        "jr:requiredmsg": "required_message", "constraint_msg": "constraint_message",
        "required_msg": "required_message", "constraining_message": "constraint_message",
        "control:appearance": "appearance", "body:appearance": "appearance",
        "id_string": "form_id", "title": "form_title",
    ]
}

/// One row of a sheet with its cells by column.
struct FormRow {
    let sheet: String
    let number: Int
    /// Those that have a text, in the order of the header; of each column there is one.
    private let cells: [(column: FormHeader.Column, text: String)]

    /// - Throws: ``FieldRecordsError/badForm(_:)`` for a cell without a column, and in one without a meaning here:
    ///   what is not supported is never passed over in silence.
    init(_ row: FormSheet.Row, header: FormHeader, sheet: String) throws(FieldRecordsError) {
        self.sheet = sheet
        number = row.number
        var cells: [(column: FormHeader.Column, text: String)] = []
        for (index, cell) in row.cells.enumerated() {
            let text = cell.trimmed
            guard !text.isEmpty else { continue }
            guard index < header.columns.count, !header.columns[index].title.isEmpty else {
                throw .badForm(
                    FormFault(
                        sheet: sheet, row: row.number,
                        Phrase(zh: "第 \(index + 1) 格没有表头", en: "cell \(index + 1) has no header")))
            }
            cells.append((header.columns[index], text))
        }
        self.cells = cells
    }

    /// The text of a column, without a language; empty where there is none.
    subscript(name: String) -> String {
        cells.first { $0.column.name == name && $0.column.language.isEmpty }?.text ?? ""
    }

    /// Cells in columns that this program does not know.
    var unknown: [(title: String, text: String)] {
        cells.filter { !$0.column.isKnown }.map { ($0.column.title, $0.text) }
    }

    /// A text in both languages: a language that the form lacks takes the other, then any.
    func phrase(_ name: String) throws(FieldRecordsError) -> Phrase? {
        let cells = cells.filter { $0.column.name == name }
        func text(_ language: Language?) -> String? {
            cells.first {
                FormRow.language($0.column.language) == language && (language != nil || $0.column.language.isEmpty)
            }?.text
        }
        guard let any = text(nil) ?? cells.first?.text else { return nil }
        for (column, text) in cells {
            if text.utf8.count > FormLimits.labelBytesMax {
                throw fault(
                    column.title, Phrase(zh: "文字过长", en: "the text is too long"))
            }
            if text.contains("${") {
                throw fault(
                    column.title,
                    Phrase(zh: "不支持在文字中用 ${…} 引用字段", en: "a reference ${…} inside a text is not supported"))
            }
        }
        let plain = text(nil)
        return Phrase(zh: text(.zh) ?? plain ?? text(.en) ?? any, en: text(.en) ?? plain ?? text(.zh) ?? any)
    }

    func fault(_ column: String?, _ problem: Phrase, advice: Phrase? = nil) -> FieldRecordsError {
        .badForm(FormFault(sheet: sheet, row: number, column: column, problem, advice: advice))
    }

    /// `中文 (zh)`, `zh-CN`, `English (en)`, `english` and the like; nil for any other language.
    private static func language(_ title: String) -> Language? {
        var code = title.lowercased()
        if let open = code.lastIndex(of: "("), code.hasSuffix(")") {
            code = code[code.index(after: open)...].dropLast().trimmed
        }
        let main = code.split { $0 == "-" || $0 == "_" }.first.map(String.init) ?? ""
        switch main {
        case "zh", "cn", "chinese", "中文", "简体中文", "汉语": return .zh
        case "en", "english", "英文", "英语": return .en
        default: return nil
        }
    }
}
