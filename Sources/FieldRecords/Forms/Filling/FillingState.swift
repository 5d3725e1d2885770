/// How a form stands while somebody is filling it in: what to show, what follows, and what is not right yet.
///
/// It refuses nothing: a half-filled form has faults, and they stand beside their fields until it is saved. The rules
/// are those of ``Form/complete(current:changes:isNew:moment:)``, so a state without faults can be saved.
package struct FillingState: Sendable {
    package struct FieldState: Sendable {
        /// As it would be saved: typed, or what the record holds, or a default, or calculated.
        package let value: FieldValue
        package let isShown: Bool
        /// Whether an answer must be given, for these values.
        package let isRequired: Bool
        /// The codes that the choice_filter leaves; nil where all are open.
        package let choices: [String]?
        package let fault: FieldFault?
        /// A rule that only warns.
        package let warning: FieldFault?
    }

    /// By position, as many as the form has fields.
    package let fields: [FieldState]

    package var isSound: Bool { fields.allSatisfy { $0.fault == nil } }
}

extension Form {
    /// How the form stands for texts as a person typed them.
    ///
    /// - Parameters:
    ///   - current: The record as it is; empty for a new one.
    ///   - typed: Text by field name; an empty one clears the field. Names that the form does not have are left out.
    ///   - files: What stands in fields of photos and files.
    ///   - faults: What its owner has against some of it, beside the form's own rules.
    package func state(
        current: [String: FieldValue], typed: [String: String], files: [String: FieldValue] = [:], isNew: Bool,
        moment: Moment, faults: [FieldFault] = []
    ) -> FillingState {
        let filling = FormFilling(form: self, current: current, moment: moment)
        filling.faults += faults
        var values = FormValues(repeating: nil, count: fields.count)
        for (position, field) in fields.enumerated() {
            if let file = files[field.name] {
                values[position] = file
            } else if let text = typed[field.name], field.isForInput {
                do throws(FieldRecordsError) { values[position] = try field.value(typed: text) } catch {
                    filling.faults += error.fieldFaults
                }
            }
        }
        filling.take(values, isNew: isNew)
        filling.workOut(isNew: isNew)
        filling.judge(isNew: isNew)
        return FillingState(fields: fields.indices.map(filling.state))
    }
}

extension Field {
    /// Whether a person may set it: not a note, not what the form works out, not what is only shown.
    package var isForInput: Bool { type != .note && type != .calculate && !isReadOnly && calculation == nil }
}

extension FieldRecordsError {
    /// What is wrong, field by field; empty for other errors.
    package var fieldFaults: [FieldFault] {
        if case .badFields(let faults) = self { faults } else { [] }
    }
}

extension FormFilling {
    fileprivate func state(of position: Int) -> FillingState.FieldState {
        let field = form.fields[position]
        let isRequired = field.required.map { (try? $0.expression.value(in: scope(of: position)).isTrue) ?? true }
        let open = field.choices.filter { (try? isOffered($0, of: field, at: position)) ?? true }
        return FillingState.FieldState(
            value: value(position) ?? .empty, isShown: isRelevant(position), isRequired: isRequired ?? false,
            choices: field.choiceFilter == nil ? nil : open.map(\.name),
            fault: faults.first { $0.field == field.name }, warning: warnings.first { $0.field == field.name })
    }
}
