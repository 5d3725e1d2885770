@testable import FieldRecords

extension PlainFilling {
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
        let reads = field.expressions.filter { $0.column != "default" }.map(\.expression) + relevants(of: field)
        return reads.contains { !touched.isDisjoint(with: $0.fields) || dependsOnShown($0.fields) }
    }

    /// A field can be concerned through another that was shown or hidden by what changed.
    private func dependsOnShown(_ names: Set<String>) -> Bool {
        names.contains { name in
            guard let field = form.field(name) else { return false }
            return relevants(of: field).contains { !touched.isDisjoint(with: $0.fields) }
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
    func completion(changes: [String: FieldValue]) throws(FieldRecordsError) -> PlainCompletion {
        guard faults.isEmpty else {
            let positions = form.fields.map(\.name)
            let sorted = positions.flatMap { name in faults.filter { $0.field == name } }
            throw .badFields(sorted)
        }
        return PlainCompletion(
            patch: Patch(touched.map { Patch.Entry(name: $0, value: values[$0] ?? .empty) }),
            unchanged: changes.keys.filter { !touched.contains($0) }.sorted(), warnings: warnings)
    }
}

struct PlainCompletion: Equatable {
    let patch: Patch
    let unchanged: [String]
    let warnings: [FieldFault]
}
