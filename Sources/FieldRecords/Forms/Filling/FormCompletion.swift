/// What comes of filling in a form: what to write, and what to tell the person.
package struct FormCompletion: Hashable, Sendable {
    /// What differs from the record as it was: what the caller set, defaults and calculations. Fields that are marked
    /// personal are in ``personal``.
    package let plain: Patch
    /// What differs in fields that are marked personal.
    package let personal: Patch
    /// Fields that the caller set to what they held already, sorted; they are not in the patch.
    package let unchanged: [String]
    /// Rules that only warn, in the order of the form.
    package let warnings: [FieldFault]

    /// All that differs from the record as it was.
    package var patch: Patch { Patch(plain.entries + personal.entries) }
}

extension Form {
    /// Judges what a person filled in and completes it.
    ///
    /// A new record takes its defaults and is judged whole. Of an edited one only what changed is judged, and what
    /// depends on it, so that a rule which came later, or a conflict elsewhere, does not lock an old record. A field
    /// that is not relevant counts as empty for all rules, but what it holds stays, and no rule of its own is asked.
    ///
    /// - Parameters:
    ///   - current: The record as it is; empty for a new one. Fields that the form does not have are left alone.
    ///   - changes: What the caller sets, ``FieldValue/empty`` to clear a field.
    ///   - isNew: Whether the record is begun with this.
    ///   - moment: What `today()` and `now()` say.
    /// - Throws: ``FieldRecordsError/badFields(_:)`` with everything that is wrong, in the order of the form.
    package func complete(
        current: [String: FieldValue], changes: [String: FieldValue], isNew: Bool, moment: Moment
    ) throws(FieldRecordsError) -> FormCompletion {
        try complete(current: current, changes: values(changes), isNew: isNew, moment: moment)
    }

    /// As ``complete(current:changes:isNew:moment:)`` with the changes by position, as many as there are ``fields``.
    package func complete(
        current: [String: FieldValue], changes: FormValues, isNew: Bool, moment: Moment
    ) throws(FieldRecordsError) -> FormCompletion {
        let filling = FormFilling(form: self, current: current, moment: moment)
        filling.take(changes, isNew: isNew)
        filling.workOut(isNew: isNew)
        filling.judge(isNew: isNew)
        return try filling.completion(changes: changes)
    }

    /// Which fields are shown for these values: those whose own relevant holds and all those of their groups.
    ///
    /// A rule that cannot be worked out hides nothing.
    package func relevantFields(of values: [String: FieldValue], moment: Moment) -> Set<String> {
        let filling = FormFilling(form: self, current: values, moment: moment)
        filling.workOut(isNew: false)
        return Set(fields.indices.filter { filling.isRelevant($0) }.map { fields[$0].name })
    }

    /// The choices that the choice_filter of a field leaves for these values.
    package func choices(of field: Field, values: [String: FieldValue], moment: Moment) -> [Field.Choice] {
        guard let position = position(of: field.name) else { return field.choices }
        let filling = FormFilling(form: self, current: values, moment: moment)
        filling.workOut(isNew: false)
        return field.choices.filter { (try? filling.isOffered($0, of: field, at: position)) ?? true }
    }
}
