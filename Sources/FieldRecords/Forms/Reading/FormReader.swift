/// Reads the sheets of an XLSForm into a ``Form``.
struct FormReader {
    static let surveyColumns: Set<String> = [
        "type", "name", "label", "hint", "required", "required_message", "constraint", "constraint_message", "relevant",
        "calculation", "default", "choice_filter", "appearance", "readonly", "parameters", "personal", "warning",
        "warning_message",
    ]
    static let choicesColumns: Set<String> = ["list_name", "name", "label"]
    static let settingsColumns: Set<String> = ["form_id", "form_title", "version", "default_language"]

    let sheets: [FormSheet]
    /// Whether it is read from what was published before, maybe by a program that refused less.
    let isPublished: Bool
    var lists: [String: [Field.Choice]] = [:]
    /// The names that stand in each list so far.
    private var choiceNames: [String: Set<String>] = [:]
    var fields: [Field] = []
    var groups: [FieldGroup] = []
    /// The groups that are open at the row which is being read, the outermost first.
    var open: [FieldGroup] = []
    /// All names so far, in lower case: SQL does not tell `A` from `a`.
    var names: Set<String> = []

    init(sheets: [FormSheet], isPublished: Bool) {
        self.sheets = sheets
        self.isPublished = isPublished
    }

    mutating func read(named fallbackName: String?) throws(FieldRecordsError) -> Form {
        try refuseOtherSheets()
        let settings = try readSettings(named: fallbackName)
        try readChoices()
        guard let survey = try rows(of: "survey", columns: FormReader.surveyColumns) else {
            throw .badForm(
                FormFault(sheet: "survey", Phrase(zh: "缺少工作表 survey", en: "the sheet survey is missing")))
        }
        for row in survey { try readSurvey(row) }
        if let group = open.last {
            throw .badForm(
                FormFault(
                    sheet: "survey", row: group.row,
                    Phrase(zh: "组“\(group.name)”没有 end group", en: "the group “\(group.name)” has no end group")))
        }
        guard fields.contains(where: { $0.type.holdsValue }) else {
            throw .badForm(FormFault(sheet: "survey", Phrase(zh: "没有任何字段", en: "there is no field")))
        }
        return Form(
            name: settings.name, version: settings.version, title: settings.title, fields: fields, groups: groups,
            order: try checkedOrder())
    }

    /// The rows below the header; nil where there is no such sheet.
    func rows(of name: String, columns: Set<String>) throws(FieldRecordsError) -> [FormRow]? {
        let found = sheets.filter { $0.name.trimmed.lowercased() == name }
        guard let sheet = found.first else { return nil }
        guard found.count == 1 else {
            throw .badForm(FormFault(sheet: name, Phrase(zh: "工作表重复", en: "the sheet stands twice")))
        }
        guard let first = sheet.rows.first else { return [] }
        let header = try FormHeader(first, sheet: name, names: columns)
        let limit = name == "survey" ? FormLimits.fieldsMax : FormLimits.choicesMax
        guard sheet.rows.count - 1 <= limit else {
            throw .badForm(
                FormFault(sheet: name, Phrase(zh: "超过 \(limit) 行", en: "more than \(limit) rows")))
        }
        var rows: [FormRow] = []
        for row in sheet.rows.dropFirst() { rows.append(try FormRow(row, header: header, sheet: name)) }
        return rows
    }

    private func refuseOtherSheets() throws(FieldRecordsError) {
        for sheet in sheets {
            let name = sheet.name.trimmed.lowercased()
            guard ["external_choices", "entities", "osm"].contains(name), let row = sheet.rows.first else { continue }
            throw .badForm(
                FormFault(
                    sheet: name, row: row.number,
                    Phrase(zh: "不支持工作表 \(name)", en: "the sheet \(name) is not supported"),
                    advice: Phrase(zh: "请删去这个工作表。", en: "Remove the sheet.")))
        }
    }
}

extension FormReader {
    struct Settings {
        let name: String
        let version: String
        let title: Phrase
    }

    private func readSettings(named fallbackName: String?) throws(FieldRecordsError) -> Settings {
        let rows = try rows(of: "settings", columns: FormReader.settingsColumns) ?? []
        if rows.count > 1 {
            throw rows[1].fault(nil, Phrase(zh: "settings 只能有一行", en: "settings has one row only"))
        }
        let row = rows.first
        if let row, let (title, _) = row.unknown.first {
            throw row.fault(
                title, Phrase(zh: "不支持设置“\(title)”", en: "the setting “\(title)” is not supported"),
                advice: Phrase(zh: "请删去这一列。", en: "Remove this column."))
        }
        let written = row?["form_id"] ?? ""
        guard let name = written.isEmpty ? fallbackName : written else {
            throw .badForm(
                FormFault(
                    sheet: "settings", Phrase(zh: "缺少 form_id", en: "form_id is missing"),
                    advice: Phrase(zh: "请在 settings 中写上 form_id。", en: "Write a form_id into settings.")))
        }
        guard FieldName.isValid(name) else {
            throw .badForm(
                FormFault(
                    sheet: "settings", row: row?.number, column: "form_id", FormReader.invalidName(name),
                    advice: FormReader.nameAdvice))
        }
        // By the words `all` and `auto` the commands mean every form, and the one that each row names.
        guard isPublished || !FieldName.isReserved(name) && !["all", "auto"].contains(name) else {
            throw .badForm(
                FormFault(
                    sheet: "settings", row: row?.number, column: "form_id", FormReader.reservedName(name),
                    advice: FormReader.reservedAdvice))
        }
        return Settings(
            name: name, version: row?["version"] ?? "", title: try row?.phrase("form_title") ?? Phrase(name))
    }

    private mutating func readChoices() throws(FieldRecordsError) {
        for row in try rows(of: "choices", columns: FormReader.choicesColumns) ?? [] {
            let list = row["list_name"]
            let name = row["name"]
            guard !list.isEmpty else { throw row.fault("list_name", Phrase(zh: "缺少列表名", en: "the list has no name")) }
            guard !name.isEmpty else { throw row.fault("name", Phrase(zh: "缺少选项代码", en: "the choice has no name")) }
            guard name.utf8.count <= FieldName.bytesMax, !name.contains(where: { $0.isWhitespace || $0 == "," }) else {
                throw row.fault(
                    "name",
                    Phrase(
                        zh: "选项代码不能含空格或逗号，最长 \(FieldName.bytesMax) 字节",
                        en: "a choice's name has no space and no comma, and at most \(FieldName.bytesMax) bytes"))
            }
            for (title, _) in row.unknown where FormReader.isMedia(title) {
                throw row.fault(title, Phrase(zh: "选项不支持媒体文件", en: "media for choices are not supported"))
            }
            guard choiceNames[list, default: []].insert(name).inserted else {
                throw row.fault("name", Phrase(zh: "选项代码重复", en: "the list has this choice already"))
            }
            var columns = Dictionary(row.unknown.map { ($0.title, $0.text) }) { first, _ in first }
            columns["name"] = name
            columns["list_name"] = list
            columns["label"] = row["label"]
            let label = try row.phrase("label") ?? Phrase(name)
            lists[list, default: []].append(Field.Choice(name: name, label: label, columns: columns))
        }
    }

    private static func isMedia(_ title: String) -> Bool {
        let first = title.lowercased().split(separator: ":").first.map(\.trimmed) ?? ""
        return ["media", "image", "audio", "video", "big-image"].contains(first)
    }

    static func invalidName(_ name: String) -> Phrase {
        Phrase(zh: "名称“\(name.prefix(64))”无效", en: "the name “\(name.prefix(64))” is not valid")
    }

    static let nameAdvice = Phrase(
        zh: "名称以拉丁字母开头，只含字母、数字、_、- 和 .，最长 64 字节。",
        en: "A name begins with a Latin letter, has only letters, digits, _, - and ., and at most 64 bytes.")

    static func reservedName(_ name: String) -> Phrase {
        Phrase(zh: "名称“\(name)”由程序自用", en: "the name “\(name)” is the program's own")
    }

    static let reservedAdvice = Phrase(
        zh: "请换一个名称，不以 _ 开头。", en: "Take another name, one that does not begin with _.")
}

extension Form {
    /// Reads a form from its sheets.
    ///
    /// - Parameters:
    ///   - name: What to call a form that has no `form_id`, such as the name of its file.
    ///   - isPublished: whether it was published before. What was refused since is then let pass: the form cannot be
    ///     changed any more, and its records are to be read, and what is personal in them masked.
    /// - Throws: ``FieldRecordsError/badForm(_:)`` with sheet, row and column: also for everything that XLSForm has and
    ///   this program does not support.
    package init(
        sheets: [FormSheet], named name: String? = nil, isPublished: Bool = false
    ) throws(FieldRecordsError) {
        var reader = FormReader(sheets: sheets, isPublished: isPublished)
        self = try reader.read(named: name)
    }

    /// Reads a form in pyxform's one-file CSV layout.
    ///
    /// - Throws: as ``init(sheets:named:isPublished:)``, and ``FieldRecordsError/badTable(_:)`` for what is no CSV.
    package static func read(
        csv bytes: [UInt8], named name: String? = nil, isPublished: Bool = false
    ) throws(FieldRecordsError) -> Form {
        try Form(sheets: FormSheet.sheets(csv: bytes), named: name, isPublished: isPublished)
    }
}
