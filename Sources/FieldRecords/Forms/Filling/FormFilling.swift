/// One filling in of a form, step by step: take what was set, work out the rest, judge it.
///
/// All is kept by the position of a field, and what the record held before is looked up only where somebody asks: an
/// edit of two fields costs two fields.
final class FormFilling {
    let form: Form
    let current: [String: FieldValue]
    let moment: Moment

    struct State {
        /// What was set here, also where that is what the record held; nil where nothing was.
        var filled: FieldValue?
        var isShown = false
        /// Whether the value is another than before.
        var isTouched = false
        /// Whether the caller set it to another value.
        var isGiven = false
        /// Whether the value was found to be one of the field's type.
        var isOfType = false
    }

    var states: [State]
    var faults: [FieldFault] = []
    var warnings: [FieldFault] = []

    init(form: Form, current: [String: FieldValue], moment: Moment) {
        self.form = form
        self.current = current
        self.moment = moment
        states = [State](repeating: State(), count: form.fields.count)
    }

    /// Whether a field is shown.
    func isRelevant(_ position: Int) -> Bool { states[position].isShown }

    /// What the record held before; nil for nothing.
    private func before(_ position: Int) -> FieldValue? {
        current.isEmpty ? nil : current[form.fields[position].name]
    }

    func value(_ position: Int) -> FieldValue? { states[position].filled ?? before(position) }

    /// Takes over what the caller set.
    func take(_ changes: FormValues, isNew: Bool) {
        precondition(changes.count == form.fields.count, "a value, or none, for every field")
        for position in changes.indices {
            guard let value = changes[position] else { continue }
            if let fault = form.fields[position].faultOfType(value) {
                faults.append(fault)
            } else {
                set(position, value)
                states[position].isOfType = true
                states[position].isGiven = states[position].isTouched
            }
        }
    }

    private func set(_ position: Int, _ value: FieldValue) {
        states[position].isTouched = value != before(position) ?? .empty
        states[position].isOfType = false
        states[position].filled = value
    }

    /// Works out which fields are shown, what is calculated and, for a new record, what it begins with.
    func workOut(isNew: Bool) {
        for position in form.order {
            if isShown(position) { states[position].isShown = true }
            if isNew, states[position].filled == nil { begin(position) }
            guard let calculation = form.fields[position].calculation, isRelevant(position) else { continue }
            let isDue =
                isNew || value(position) == nil
                || form.plans[position].calculationReads.contains { states[$0].isTouched }
            guard isDue || states[position].isGiven else { continue }
            calculate(position, calculation, wasGiven: states[position].isGiven)
        }
    }

    private func isShown(_ position: Int) -> Bool {
        form.plans[position].relevants.allSatisfy { rule in
            // A relevant reads fields that come earlier in the order, so their values are known.
            (try? rule.value(in: scope(of: position)).isTrue) ?? true
        }
    }

    /// Also where the field is hidden for now: it may be shown later, and nobody asks for defaults then.
    private func begin(_ position: Int) {
        switch form.fields[position].defaultValue {
        case .value(let value): set(position, value)
        case .expression(let expression):
            guard let value = evaluate(expression, for: position), form.fields[position].faultOfType(value) == nil
            else { return }
            set(position, value)
        case nil: break
        }
    }

    private func calculate(_ position: Int, _ calculation: Expression, wasGiven: Bool) {
        let field = form.fields[position]
        guard let value = evaluate(calculation, for: position) else {
            faults.append(field.fault(.rule, Phrase(zh: "无法计算", en: "the calculation cannot be worked out")))
            return
        }
        if wasGiven, self.value(position) != value, field.type == .calculate {
            faults.append(field.fault(.notForInput, Phrase(zh: "由表单计算，不能填写", en: "the form calculates this")))
            return
        }
        set(position, value)
    }

    /// The value of an expression as one of the field's type; nil where it is none.
    func evaluate(_ expression: Expression, for position: Int) -> FieldValue? {
        guard let result = try? expression.value(in: scope(of: position)) else { return nil }
        if case .number(let number) = result {
            guard number.isFinite else { return .empty }
            if form.fields[position].type == .calculate {
                return Int64(exactly: number).map(FieldValue.integer) ?? .decimal(number)
            }
        }
        return try? form.fields[position].value(typed: result.text)
    }

    func scope(of position: Int) -> ExpressionScope {
        ExpressionScope(moment: moment, this: value(position) ?? .empty, field: answer)
    }

    /// What rules see in a field; made once, for every rule asks. A rule never outlives the filling in.
    private lazy var answer: (String) -> FieldValue = { [unowned self] name in
        guard let position = form.position(of: name), !isHidden(position) else { return .empty }
        return value(position) ?? .empty
    }

    /// A rule reads only fields whose turn came before; a default may also see one that is still to come, which then
    /// counts as hidden where it has a rule about that.
    private func isHidden(_ position: Int) -> Bool {
        !isRelevant(position) && !form.plans[position].relevants.isEmpty
    }

    func isOffered(_ choice: Field.Choice, of field: Field, at position: Int) throws(FieldRecordsError) -> Bool {
        guard let filter = field.choiceFilter else { return true }
        var scope = scope(of: position)
        scope.column = { choice.columns[$0] ?? "" }
        return try filter.value(in: scope).isTrue
    }
}
