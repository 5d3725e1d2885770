/// One filling in of a form, step by step: take what was set, work out the rest, judge it.
struct FormFilling {
    let form: Form
    let current: [String: FieldValue]
    let moment: Moment

    private(set) var values: [String: FieldValue]
    /// Fields that are shown.
    private(set) var relevant: Set<String> = []
    /// Fields whose value is another than before.
    private var touched: Set<String> = []
    private var faults: [FieldFault] = []
    private var warnings: [FieldFault] = []

    init(form: Form, current: [String: FieldValue], moment: Moment) {
        self.form = form
        self.current = current
        self.moment = moment
        values = current
    }

    /// Takes over what the caller set.
    mutating func take(_ changes: [String: FieldValue], isNew: Bool) {
        for field in form.fields {
            guard let value = changes[field.name] else { continue }
            if let fault = field.faultOfType(value) {
                faults.append(fault)
            } else {
                set(field.name, value)
            }
        }
    }

    private mutating func set(_ name: String, _ value: FieldValue) {
        values[name] = value
        if value == current[name] ?? .empty { touched.remove(name) } else { touched.insert(name) }
    }

    /// Works out which fields are shown, what is calculated and, for a new record, what it begins with.
    mutating func workOut(isNew: Bool) {
        let given = touched
        for position in form.order {
            let field = form.fields[position]
            if isShown(field) { relevant.insert(field.name) }
            if isNew, values[field.name] == nil { begin(field) }
            guard let calculation = field.calculation, relevant.contains(field.name) else { continue }
            let isDue = isNew || values[field.name] == nil || !touched.isDisjoint(with: calculation.fields)
            guard isDue || given.contains(field.name) else { continue }
            calculate(field, calculation, wasGiven: given.contains(field.name))
        }
    }

    private func isShown(_ field: Field) -> Bool {
        form.relevants(of: field).allSatisfy { rule in
            // A relevant reads fields that come earlier in the order, so their values are known.
            (try? rule.value(in: scope(of: field)).isTrue) ?? true
        }
    }

    /// Also where the field is hidden for now: it may be shown later, and nobody asks for defaults then.
    private mutating func begin(_ field: Field) {
        switch field.defaultValue {
        case .value(let value): set(field.name, value)
        case .expression(let expression):
            guard let value = evaluate(expression, for: field), field.faultOfType(value) == nil else { return }
            set(field.name, value)
        case nil: break
        }
    }

    private mutating func calculate(_ field: Field, _ calculation: Expression, wasGiven: Bool) {
        guard let value = evaluate(calculation, for: field) else {
            faults.append(field.fault(.rule, Phrase(zh: "无法计算", en: "the calculation cannot be worked out")))
            return
        }
        if wasGiven, values[field.name] != value, field.type == .calculate {
            faults.append(field.fault(.notForInput, Phrase(zh: "由表单计算，不能填写", en: "the form calculates this")))
            return
        }
        set(field.name, value)
    }

    /// The value of an expression as one of the field's type; nil where it is none.
    private func evaluate(_ expression: Expression, for field: Field) -> FieldValue? {
        guard let result = try? expression.value(in: scope(of: field)) else { return nil }
        if case .number(let number) = result {
            guard number.isFinite else { return .empty }
            if field.type == .calculate {
                return Int64(exactly: number).map(FieldValue.integer) ?? .decimal(number)
            }
        }
        return try? field.value(typed: result.text)
    }

    private func scope(of field: Field) -> ExpressionScope {
        ExpressionScope(moment: moment, this: values[field.name] ?? .empty) { name in
            isHidden(name) ? .empty : values[name] ?? .empty
        }
    }

    /// A rule reads only fields whose turn came before; a default may also see one that is still to come, which then
    /// counts as hidden where it has a rule about that.
    private func isHidden(_ name: String) -> Bool {
        guard !relevant.contains(name), let field = form.field(name) else { return false }
        return !form.relevants(of: field).isEmpty
    }

    func isOffered(_ choice: Field.Choice, of field: Field) throws(FieldRecordsError) -> Bool {
        guard let filter = field.choiceFilter else { return true }
        var scope = scope(of: field)
        scope.column = { choice.columns[$0] ?? "" }
        return try filter.value(in: scope).isTrue
    }
}

extension FormFilling {
    /// Asks the rules of every field that is shown and may have been concerned.
    mutating func judge(isNew: Bool) {
        let refused = Set(faults.map(\.field))
        for field in form.fields where relevant.contains(field.name) && field.type.holdsValue {
            guard !refused.contains(field.name), isNew || isConcerned(field) else { continue }
            do throws(FieldRecordsError) { try judge(field) } catch {
                faults.append(field.fault(.rule, error.what))
            }
        }
    }

    private func isConcerned(_ field: Field) -> Bool {
        if touched.contains(field.name) { return true }
        let reads = field.expressions.filter { $0.column != "default" }.map(\.expression) + form.relevants(of: field)
        return reads.contains { !touched.isDisjoint(with: $0.fields) || dependsOnShown($0.fields) }
    }

    /// A field can be concerned through another that was shown or hidden by what changed.
    private func dependsOnShown(_ names: Set<String>) -> Bool {
        names.contains { name in
            guard let field = form.field(name) else { return false }
            return form.relevants(of: field).contains { !touched.isDisjoint(with: $0.fields) }
        }
    }

    private mutating func judge(_ field: Field) throws(FieldRecordsError) {
        let value = values[field.name] ?? .empty
        let scope = scope(of: field)
        if value == .empty {
            if let required = field.required, try required.expression.value(in: scope).isTrue {
                let sentence = required.message ?? Phrase(zh: "必须填写", en: "an answer is required")
                faults.append(field.fault(.required, sentence))
            }
            return
        }
        if field.isReadOnly, field.calculation == nil, touched.contains(field.name), !isDefault(value, of: field) {
            faults.append(field.fault(.notForInput, Phrase(zh: "只读，不能修改", en: "this is read-only")))
            return
        }
        if let fault = field.faultOfType(value) {
            faults.append(fault)
            return
        }
        for choice in field.choices where chosen(value).contains(choice.name) {
            guard try isOffered(choice, of: field) else {
                let sentence = Phrase(zh: "此处不能选这个选项", en: "this choice is not open here")
                faults.append(field.fault(.notAChoice, sentence))
                return
            }
        }
        if let rule = field.constraint, try !rule.expression.value(in: scope).isTrue {
            let sentence = rule.message ?? Phrase(zh: "不符合表单的规则", en: "the form's rule does not allow this")
            faults.append(field.fault(.constraint, sentence))
            return
        }
        if let rule = field.warning, try !rule.expression.value(in: scope).isTrue {
            let sentence = rule.message ?? Phrase(zh: "请核对", en: "please check this")
            warnings.append(field.fault(.constraint, sentence))
        }
    }

    private func isDefault(_ value: FieldValue, of field: Field) -> Bool {
        switch field.defaultValue {
        case .value(let preset): value == preset
        case .expression(let expression): value == evaluate(expression, for: field)
        case nil: false
        }
    }

    private func chosen(_ value: FieldValue) -> [String] {
        switch value {
        case .text(let code): [code]
        case .list(let codes): codes
        default: []
        }
    }

    /// - Throws: ``FieldRecordsError/badFields(_:)`` where anything was refused.
    func completion(changes: [String: FieldValue]) throws(FieldRecordsError) -> FormCompletion {
        guard faults.isEmpty else {
            let positions = form.fields.map(\.name)
            let sorted = positions.flatMap { name in faults.filter { $0.field == name } }
            throw .badFields(sorted)
        }
        let patch = Patch(touched.map { Patch.Entry(name: $0, value: values[$0] ?? .empty) })
        return FormCompletion(
            patch: patch, unchanged: changes.keys.filter { !touched.contains($0) }.sorted(), warnings: warnings)
    }
}
