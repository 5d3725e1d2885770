@testable import FieldRecords

/// The filling in of a form as plainly as it can be said, by names, in dictionaries and sets, each rule asked each time:
/// what ``FormFilling`` must come to, however it is made fast.
struct PlainFilling {
    let form: Form
    let current: [String: FieldValue]
    let moment: Moment

    var values: [String: FieldValue]
    /// Fields that are shown.
    var relevant: Set<String> = []
    /// Fields whose value is another than before.
    var touched: Set<String> = []
    var faults: [FieldFault] = []
    var warnings: [FieldFault] = []

    init(form: Form, current: [String: FieldValue], moment: Moment) {
        self.form = form
        self.current = current
        self.moment = moment
        values = current
    }

    func relevants(of field: Field) -> [Expression] {
        form.groups.filter { field.groups.contains($0.name) }.compactMap(\.relevant)
            + (field.relevant.map { [$0] } ?? [])
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

    mutating func set(_ name: String, _ value: FieldValue) {
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

    func isShown(_ field: Field) -> Bool {
        relevants(of: field).allSatisfy { rule in
            // A relevant reads fields that come earlier in the order, so their values are known.
            (try? rule.value(in: scope(of: field)).isTrue) ?? true
        }
    }

    /// Also where the field is hidden for now: it may be shown later, and nobody asks for defaults then.
    mutating func begin(_ field: Field) {
        switch field.defaultValue {
        case .value(let value): set(field.name, value)
        case .expression(let expression):
            guard let value = evaluate(expression, for: field), field.faultOfType(value) == nil else { return }
            set(field.name, value)
        case nil: break
        }
    }

    mutating func calculate(_ field: Field, _ calculation: Expression, wasGiven: Bool) {
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
    func evaluate(_ expression: Expression, for field: Field) -> FieldValue? {
        guard let result = try? expression.value(in: scope(of: field)) else { return nil }
        if case .number(let number) = result {
            guard number.isFinite else { return .empty }
            if field.type == .calculate {
                return Int64(exactly: number).map(FieldValue.integer) ?? .decimal(number)
            }
        }
        return try? field.value(typed: result.text)
    }

    func scope(of field: Field) -> ExpressionScope {
        ExpressionScope(moment: moment, this: values[field.name] ?? .empty) { name in
            isHidden(name) ? .empty : values[name] ?? .empty
        }
    }

    /// A rule reads only fields whose turn came before; a default may also see one that is still to come, which then
    /// counts as hidden where it has a rule about that.
    func isHidden(_ name: String) -> Bool {
        guard !relevant.contains(name), let field = form.field(name) else { return false }
        return !relevants(of: field).isEmpty
    }

    func isOffered(_ choice: Field.Choice, of field: Field) throws(FieldRecordsError) -> Bool {
        guard let filter = field.choiceFilter else { return true }
        var scope = scope(of: field)
        scope.column = { choice.columns[$0] ?? "" }
        return try filter.value(in: scope).isTrue
    }
}
