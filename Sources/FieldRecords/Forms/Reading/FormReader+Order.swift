extension FormReader {
    /// The order in which the fields can be worked out.
    ///
    /// - Throws: ``FieldRecordsError/badForm(_:)`` for an expression that names what the form does not have, and for
    ///   fields that wait for each other.
    func checkedOrder() throws(FieldRecordsError) -> [Int] {
        let positions = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
        for group in groups { try check(group.relevant, row: group.row, column: "relevant", positions) }
        for field in fields {
            for (column, expression) in field.expressions {
                try check(expression, row: field.row, column: column, positions) { name in
                    // Mostly the first choice has it already.
                    column == "choice_filter" && field.choices.contains { $0.columns[name] != nil }
                }
            }
        }
        var sorter = FieldSorter(inputs: fields.map { inputs(of: $0, positions) })
        guard let order = sorter.order() else {
            let field = fields[sorter.cycle ?? 0]
            throw .badForm(
                FormFault(
                    sheet: "survey", row: field.row,
                    Phrase(zh: "字段“\(field.name)”的规则循环引用", en: "the rules of “\(field.name)” go round in a circle"),
                    advice: Phrase(
                        zh: "relevant 和 calculation 不能直接或间接用到自己。",
                        en: "A relevant or calculation may not depend on its own field, not even through others.")))
        }
        return order
    }

    private func inputs(of field: Field, _ positions: [String: Int]) -> [Int] {
        let outer = groups.filter { field.groups.contains($0.name) }.compactMap(\.relevant)
        let expressions = outer + [field.relevant, field.calculation].compactMap { $0 }
        return expressions.flatMap(\.fields).compactMap { positions[$0] }.sorted()
    }

    private func check(
        _ expression: Expression?, row: Int, column: String, _ positions: [String: Int],
        isColumn: (String) -> Bool = { _ in false }
    ) throws(FieldRecordsError) {
        guard let expression else { return }
        if let name = expression.fields.sorted().first(where: { positions[$0] == nil }) {
            throw .badForm(
                FormFault(
                    sheet: "survey", row: row, column: column,
                    Phrase(zh: "没有字段“\(name)”", en: "there is no field “\(name)”")))
        }
        if let name = expression.columns.sorted().first(where: { !isColumn($0) }) {
            throw .badForm(
                FormFault(
                    sheet: "survey", row: row, column: column,
                    Phrase(zh: "“\(name)”不是字段也不是选项的列", en: "“\(name)” is neither a field nor a column of choices"),
                    advice: Phrase(
                        zh: "字段写作 ${字段名}，文字要加引号。", en: "Write a field as ${name} and a text in quotes.")))
        }
    }
}

extension Field {
    /// Every expression of the field with the column that it stands in.
    var expressions: [(column: String, expression: Expression)] {
        var all: [(String, Expression?)] = [
            ("relevant", relevant), ("calculation", calculation), ("required", required?.expression),
            ("constraint", constraint?.expression), ("warning", warning?.expression), ("choice_filter", choiceFilter),
        ]
        if case .expression(let expression)? = defaultValue { all.append(("default", expression)) }
        return all.compactMap { column, expression in expression.map { (column, $0) } }
    }
}

/// Puts things after those that they need (depth first, Tarjan 1976).
private struct FieldSorter {
    private enum Mark { case fresh, underWay, done }

    private let inputs: [[Int]]
    private var marks: [Mark]
    private var sorted: [Int] = []
    /// One of those that need themselves.
    private(set) var cycle: Int?

    init(inputs: [[Int]]) {
        self.inputs = inputs
        marks = inputs.map { _ in .fresh }
    }

    /// Nil where there is a cycle.
    mutating func order() -> [Int]? {
        for position in inputs.indices where !visit(position) { return nil }
        return sorted
    }

    /// As deep as there are fields, which ``FormLimits/fieldsMax`` bounds.
    private mutating func visit(_ position: Int) -> Bool {
        switch marks[position] {
        case .done: return true
        case .underWay:
            cycle = position
            return false
        case .fresh:
            marks[position] = .underWay
            for input in inputs[position] where !visit(input) { return false }
            marks[position] = .done
            sorted.append(position)
            return true
        }
    }
}
