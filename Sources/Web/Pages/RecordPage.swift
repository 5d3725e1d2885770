import Device
import FieldRecords

/// A record: what stands in it, where people disagree, and what happened to it.
struct RecordPage: Sendable {
    /// A field in which two or more values stand.
    struct Card: Sendable {
        struct Side: Sendable {
            let value: ShownValue
            /// Who wrote it, and at which device.
            let by: String
            let time: String
            let dot: String
        }

        let field: String
        let label: String
        let sides: [Side]
        /// The control for another value; nil where one can only choose.
        let control: FormControl?
    }

    let number: String
    /// What is before the reader's eyes, which comes back with what they decide.
    let seen: String
    let title: String
    let place: String
    let values: [ShownValue]
    let cards: [Card]
    let history: [String]
    let isDeleted: Bool
    let isErased: Bool
    let isEditable: Bool

    init(
        _ record: RecordView, seen: SeenRecord, history: [HistoryEntry], view: FillingView?, language: Language
    ) {
        number = record.number
        self.seen = seen.token
        let form = view?.form
        title = form?.title.text(in: language) ?? record.form
        place = record.place
        let conflicts = Set(record.conflicts.map(\.field))
        values = record.fields.filter { $0.value != .empty || conflicts.contains($0.name) }.map {
            ShownValue($0.name, $0.value, form: form, language: language, isInConflict: conflicts.contains($0.name))
        }
        cards = record.conflicts.map { RecordPage.card($0, view: view, language: language) }
        self.history = history.reversed().map { HistoryWords.sentence($0, form: form).text(in: language) }
        isDeleted = record.isDeleted
        isErased = record.isErased
        isEditable = !record.isDeleted && form != nil
    }

    private static func card(_ conflict: FieldConflict, view: FillingView?, language: Language) -> Card {
        let field = view?.form.field(conflict.field)
        let position = view?.form.position(of: conflict.field)
        var control: FormControl?
        if let field, let position, let view, field.isForInput, !field.holdsFile, !view.hidden.contains(field.name) {
            control = FormControl(
                field, view.state.fields[position], typed: nil, heading: nil, showsFaults: false, language: language)
        }
        return Card(
            field: conflict.field,
            label: ShownValue(conflict.field, .empty, form: view?.form, language: language).label,
            sides: conflict.values.map { value in
                Card.Side(
                    value: ShownValue(conflict.field, value.value, form: view?.form, language: language),
                    by: value.by.isEmpty ? value.replica : "\(value.by) · \(value.replica)",
                    time: HistoryWords.short(value.time), dot: value.dot)
            },
            control: control)
    }
}
