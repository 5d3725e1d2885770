extension FormReader {
    mutating func readSurvey(_ row: FormRow) throws(FieldRecordsError) {
        let typeText = row["type"]
        guard !typeText.isEmpty else { throw row.fault("type", Phrase(zh: "缺少类型", en: "the type is missing")) }
        if let (title, _) = row.unknown.first {
            throw row.fault(
                title, Phrase(zh: "不支持“\(title)”列", en: "the column “\(title)” is not supported"),
                advice: Phrase(zh: "请清空这一列。", en: "Empty this column."))
        }
        switch SurveyType(typeText) {
        case .endGroup:
            guard open.popLast() != nil else {
                throw row.fault("type", Phrase(zh: "没有与之对应的 begin group", en: "there is no group to end"))
            }
        case .beginGroup: try readGroup(row)
        case .field(let type, let list): try readField(row, type: type, list: list)
        case .unsupported(let word):
            throw row.fault(
                "type", Phrase(zh: "不支持类型“\(word)”", en: "the type “\(word)” is not supported"),
                advice: Phrase(
                    zh: "请改用受支持的类型，或删去这一行。", en: "Use a supported type, or remove this row."))
        }
    }

    private mutating func readName(_ row: FormRow) throws(FieldRecordsError) -> String {
        let name = row["name"]
        guard !name.isEmpty else { throw row.fault("name", Phrase(zh: "缺少名称", en: "the name is missing")) }
        guard FieldName.isValid(name) else {
            throw row.fault("name", FormReader.invalidName(name), advice: FormReader.nameAdvice)
        }
        guard isPublished || !FieldName.isReservedForField(name) else {
            throw row.fault("name", FormReader.reservedName(name), advice: FormReader.reservedAdvice)
        }
        guard names.insert(name.lowercased()).inserted else {
            throw row.fault(
                "name", Phrase(zh: "名称“\(name)”重复", en: "the name “\(name)” stands twice"),
                advice: Phrase(
                    zh: "整张表单中名称不能重复，不分大小写。",
                    en: "A name stands once in the whole form, whatever its case."))
        }
        return name
    }

    private mutating func readGroup(_ row: FormRow) throws(FieldRecordsError) {
        guard open.count < FormLimits.groupDepthMax else {
            throw row.fault("type", Phrase(zh: "组嵌套过深", en: "groups are nested too deeply"))
        }
        for column in ["required", "constraint", "calculation", "default", "choice_filter", "warning", "parameters"]
        where !row[column].isEmpty {
            throw row.fault(column, Phrase(zh: "组不支持这一列", en: "a group has no such column"))
        }
        let group = FieldGroup(
            name: try readName(row), label: try row.phrase("label") ?? Phrase(""),
            relevant: try expression(row, "relevant"), appearance: row["appearance"],
            groups: open.map(\.name), row: row.number)
        groups.append(group)
        open.append(group)
    }

    private mutating func readField(_ row: FormRow, type: FieldType, list: String?) throws(FieldRecordsError) {
        let name = try readName(row)
        let label = try row.phrase("label")
        if label == nil, ![.calculate, .hidden].contains(type), try row.phrase("hint") == nil {
            throw row.fault("label", Phrase(zh: "缺少标签", en: "the label is missing"))
        }
        let calculation = try expression(row, "calculation")
        if type == .calculate, calculation == nil, row["default"].isEmpty {
            throw row.fault("calculation", Phrase(zh: "缺少计算式", en: "the calculation is missing"))
        }
        let choices = try choices(row, list: list)
        let parameters = row["parameters"]
        if type != .range, !parameters.isEmpty {
            throw row.fault("parameters", Phrase(zh: "这种类型不支持参数", en: "this type takes no parameters here"))
        }
        if !type.isChoice, !row["choice_filter"].isEmpty {
            throw row.fault("choice_filter", Phrase(zh: "只有选择题可用", en: "only a select has one"))
        }
        if !type.holdsValue {
            for column in ["required", "constraint", "default", "calculation"] where !row[column].isEmpty {
                guard !FormReader.isNo(row[column]) else { continue }
                throw row.fault(column, Phrase(zh: "说明没有答案，不能用这一列", en: "a note has no answer to apply this to"))
            }
        }
        if row["appearance"].contains("search(") {
            throw row.fault("appearance", Phrase(zh: "不支持 search()", en: "search() is not supported"))
        }
        let field = Field(
            name: name, type: type, label: label ?? Phrase(name), hint: try row.phrase("hint"),
            required: try required(row), constraint: try rule(row, "constraint"), warning: try rule(row, "warning"),
            relevant: try expression(row, "relevant"), calculation: calculation,
            choiceFilter: try expression(row, "choice_filter"), defaultValue: nil, appearance: row["appearance"],
            isReadOnly: try isYes(row, "readonly"), isPersonal: try isYes(row, "personal"), choices: choices,
            range: type == .range ? try range(row, parameters) : nil, groups: open.map(\.name), row: row.number)
        try refusePersonalFile(field, row)
        fields.append(field.withDefault(try defaultValue(row, of: field)))
    }

    /// Photos and other files travel by what the open part of a change names: what is sealed off would never leave its
    /// place, and nobody would know that it is missing.
    private func refusePersonalFile(_ field: Field, _ row: FormRow) throws(FieldRecordsError) {
        guard field.isPersonal, field.holdsFile, !isPublished else { return }
        throw row.fault(
            "personal",
            Phrase(
                zh: "“\(field.name)”：类型“\(field.type.rawValue)”不支持个人信息",
                en: "“\(field.name)”: the type “\(field.type.rawValue)” is not supported as personal"),
            advice: Phrase(zh: "请清空这一格，或改用别的类型。", en: "Empty this cell, or use another type."))
    }

    private func choices(_ row: FormRow, list: String?) throws(FieldRecordsError) -> [Field.Choice] {
        guard let list else { return [] }
        guard !list.contains(".") || lists[list] != nil else {
            throw row.fault(
                "type", Phrase(zh: "不支持外部文件“\(list)”", en: "the external file “\(list)” is not supported"))
        }
        guard let choices = lists[list] else {
            throw row.fault(
                "type", Phrase(zh: "choices 中没有列表“\(list)”", en: "the sheet choices has no list “\(list)”"))
        }
        return choices
    }

    private func required(_ row: FormRow) throws(FieldRecordsError) -> Field.Rule? {
        let text = row["required"]
        if FormReader.isNo(text) { return nil }
        let rule = try Self.expression(FormReader.isYes(text) ? "true()" : text, row, "required")
        return Field.Rule(expression: rule, message: try row.phrase("required_message"))
    }

    private func rule(_ row: FormRow, _ column: String) throws(FieldRecordsError) -> Field.Rule? {
        guard let expression = try expression(row, column) else { return nil }
        return Field.Rule(expression: expression, message: try row.phrase(column + "_message"))
    }

    func expression(_ row: FormRow, _ column: String) throws(FieldRecordsError) -> Expression? {
        let text = row[column]
        return text.isEmpty ? nil : try Self.expression(text, row, column)
    }

    private static func expression(
        _ text: String, _ row: FormRow, _ column: String
    ) throws(FieldRecordsError) -> Expression {
        do throws(FieldRecordsError) { return try Expression(text) } catch {
            throw row.fault(column, error.what, advice: error.advice)
        }
    }

    private func isYes(_ row: FormRow, _ column: String) throws(FieldRecordsError) -> Bool {
        let text = row[column]
        if FormReader.isYes(text) { return true }
        if FormReader.isNo(text) { return false }
        throw row.fault(column, Phrase(zh: "这一列只能写 yes 或 no", en: "only yes or no may stand here"))
    }

    private static func isYes(_ text: String) -> Bool {
        ["yes", "y", "true", "true()", "1", "是"].contains(text.lowercased())
    }

    private static func isNo(_ text: String) -> Bool {
        ["", "no", "n", "false", "false()", "0", "否"].contains(text.lowercased())
    }

    private func range(_ row: FormRow, _ text: String) throws(FieldRecordsError) -> FieldRange {
        var numbers: [String: Double] = [:]
        for part in text.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard ["start", "end", "step"].contains(sides[0].lowercased()) else {
                throw row.fault(
                    "parameters",
                    Phrase(zh: "不支持参数“\(part.prefix(64))”", en: "the parameter “\(part.prefix(64))” is not supported"))
            }
            guard sides.count == 2, let number = Decimal.number(sides[1]) else {
                throw row.fault(
                    "parameters", Phrase(zh: "应写作 start=1 end=10 step=1", en: "write start=1 end=10 step=1"))
            }
            numbers[sides[0].lowercased()] = number
        }
        let standard = FieldRange.standard
        let range = FieldRange(
            start: numbers["start"] ?? standard.start, end: numbers["end"] ?? standard.end,
            step: numbers["step"] ?? standard.step)
        guard range.step > 0, range.start != range.end, range.step <= (range.end - range.start).magnitude else {
            throw row.fault("parameters", Phrase(zh: "范围或步长无效", en: "the range or its step is not valid"))
        }
        return range
    }

    /// An expression where it calls something or refers to a field, else a value as a person would type it.
    private func defaultValue(_ row: FormRow, of field: Field) throws(FieldRecordsError) -> Field.Default? {
        let text = row["default"]
        if text.isEmpty { return nil }
        if text.contains("${") || text.contains("()") || (try? Expression(text))?.isCall == true {
            return .expression(try Self.expression(text, row, "default"))
        }
        do throws(FieldRecordsError) { return .value(try field.value(typed: text)) } catch {
            throw row.fault("default", error.what)
        }
    }
}

extension Expression {
    fileprivate var isCall: Bool {
        if case .call = root { true } else { false }
    }
}

extension Field {
    fileprivate func withDefault(_ value: Default?) -> Field {
        Field(
            name: name, type: type, label: label, hint: hint, required: required, constraint: constraint,
            warning: warning, relevant: relevant, calculation: calculation, choiceFilter: choiceFilter,
            defaultValue: value, appearance: appearance, isReadOnly: isReadOnly, isPersonal: isPersonal,
            choices: choices, range: range, groups: groups, row: row)
    }
}
