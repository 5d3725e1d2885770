extension FormFilling {
    /// Asks the rules of every field that is shown and may have been concerned.
    func judge(isNew: Bool) {
        let refused = Set(faults.map(\.field))
        for position in form.fields.indices where isRelevant(position) && form.fields[position].type.holdsValue {
            guard isNew || form.plans[position].concerns.contains(where: { states[$0].isTouched }) else { continue }
            guard refused.isEmpty || !refused.contains(form.fields[position].name) else { continue }
            do throws(FieldRecordsError) { try judge(position) } catch {
                faults.append(form.fields[position].fault(.rule, error.what))
            }
        }
    }

    private func judge(_ position: Int) throws(FieldRecordsError) {
        let value = value(position) ?? .empty
        if value == .empty {
            guard let required = form.fields[position].required else { return }
            if try required.expression.value(in: scope(of: position)).isTrue {
                let sentence = required.message ?? Phrase(zh: "必须填写", en: "an answer is required")
                faults.append(form.fields[position].fault(.required, sentence))
            }
        } else if form.plans[position].hasRulesOfAnswer || !states[position].isOfType {
            try judge(value, of: form.fields[position], at: position)
        }
    }

    private func judge(
        _ value: FieldValue, of field: Field, at position: Int
    ) throws(FieldRecordsError) {
        if field.isReadOnly, field.calculation == nil, states[position].isTouched, !isDefault(value, position) {
            faults.append(field.fault(.notForInput, Phrase(zh: "只读，不能修改", en: "this is read-only")))
            return
        }
        if !states[position].isOfType, let fault = field.faultOfType(value) {
            faults.append(fault)
            return
        }
        if field.choiceFilter != nil {
            let chosen = chosen(value)
            for choice in field.choices where chosen.contains(choice.name) {
                guard try isOffered(choice, of: field, at: position) else {
                    let sentence = Phrase(zh: "此处不能选这个选项", en: "this choice is not open here")
                    faults.append(field.fault(.notAChoice, sentence))
                    return
                }
            }
        }
        if let rule = field.constraint, try !rule.expression.value(in: scope(of: position)).isTrue {
            let sentence = rule.message ?? Phrase(zh: "不符合表单的规则", en: "the form's rule does not allow this")
            faults.append(field.fault(.constraint, sentence))
            return
        }
        if let rule = field.warning, try !rule.expression.value(in: scope(of: position)).isTrue {
            let sentence = rule.message ?? Phrase(zh: "请核对", en: "please check this")
            warnings.append(field.fault(.constraint, sentence))
        }
    }

    private func isDefault(_ value: FieldValue, _ position: Int) -> Bool {
        switch form.fields[position].defaultValue {
        case .value(let preset): value == preset
        case .expression(let expression): value == evaluate(expression, for: position)
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
    func completion(changes: FormValues) throws(FieldRecordsError) -> FormCompletion {
        guard faults.isEmpty else {
            let positions = form.fields.map(\.name)
            let sorted = positions.flatMap { name in faults.filter { $0.field == name } }
            throw .badFields(sorted)
        }
        var plain: [Patch.Entry] = []
        var personal: [Patch.Entry] = []
        var unchanged: [String] = []
        plain.reserveCapacity(form.byName.count)
        for position in form.byName {
            if states[position].isTouched {
                let entry = Patch.Entry(name: form.fields[position].name, value: value(position) ?? .empty)
                if form.fields[position].isPersonal { personal.append(entry) } else { plain.append(entry) }
            } else if changes[position] != nil {
                unchanged.append(form.fields[position].name)
            }
        }
        return FormCompletion(
            plain: Patch(ascending: plain), personal: Patch(ascending: personal), unchanged: unchanged,
            warnings: warnings)
    }
}
