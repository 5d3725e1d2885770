import FieldRecords

/// One field of a form as the control that asks for it.
struct FormControl: Sendable {
    struct Choice: Sendable {
        /// The name of the field it belongs to.
        let field: String
        let name: String
        let label: String
        let isChosen: Bool
        let isOpen: Bool
        /// Whether the form does not offer it (any more): it is in the record, and stays until somebody takes another.
        let isStray: Bool
    }

    let name: String
    let label: String
    let hint: String?
    /// As it stands in the control.
    let value: String
    let choices: [Choice]
    let fault: String
    let isWrong: Bool
    let warning: String
    let isRequired: Bool
    let isShown: Bool
    /// The heading of the group that begins here.
    let heading: String?

    let isLine: Bool
    let isParagraph: Bool
    let isPicture: Bool
    let isPosition: Bool
    let isFew: Bool
    /// Whether one may take back what was chosen of a few.
    let offersNone: Bool
    let isAnswered: Bool
    let isMany: Bool
    let isMenu: Bool
    let isAcknowledge: Bool
    let isAcknowledged: Bool
    let isNote: Bool
    let isCalculated: Bool
    /// Of a one-line input: text, number, date, time, datetime-local.
    let inputType: String
    let step: String
    /// What is set in the control, for the reader: choices by their labels.
    let shownValue: String
    let photo: String?

    /// Up to here choices are buttons, beyond a menu.
    private static let fewMax = 9

    init(
        _ field: Field, _ state: FillingState.FieldState, typed: String?, heading: String?, showsFaults: Bool,
        language: Language
    ) {
        name = field.name
        label = field.label.text(in: language)
        hint = field.hint?.text(in: language)
        let given = FormControl.given(state.value, to: field)
        value = typed ?? given
        // What was refused is no value, and stands as it was typed.
        let isTaken = typed.map { (try? field.value(typed: $0)) == state.value } ?? true
        choices = FormControl.choices(of: field, picked: isTaken ? given : value, open: state.choices, language)
        isAnswered = choices.contains(where: \.isChosen)
        fault = showsFaults ? state.fault?.what.text(in: language) ?? "" : ""
        isWrong = !fault.isEmpty
        warning = state.warning?.what.text(in: language) ?? ""
        isRequired = state.isRequired
        // What cannot be saved is seen, also where it is not asked any more.
        isShown = state.isShown || isWrong
        self.heading = heading
        shownValue = ShownValue.text(state.value, field: field, language: language)
        photo = if case .file(let file) = state.value { "/photo/\(file.digestText)" } else { nil }

        let isAsked = field.isForInput
        isCalculated = !isAsked && field.type != .note && field.type != .hidden
        isNote = field.type == .note
        let isText = isAsked && FormControl.inputTypes[field.type] != nil
        let type = FormControl.inputType(of: field, for: value)
        isParagraph = isText && (type == nil || field.type == .text && field.appearance.contains("multiline"))
        isPicture = isAsked && field.type == .image
        isPosition = isAsked && field.type == .geopoint
        isFew = isAsked && field.type == .selectOne && field.choices.count <= FormControl.fewMax
        offersNone = isFew && !state.isRequired
        isMenu = isAsked && field.type == .selectOne && field.choices.count > FormControl.fewMax
        isMany = isAsked && field.type == .selectMultiple
        isAcknowledged = state.value != .empty
        isAcknowledge = isAsked && field.type == .acknowledge
        isLine = isText && !isParagraph
        inputType = type ?? "text"
        step = field.type == .integer || field.range?.isWhole == true ? "1" : "any"
    }

    /// The choices of a form, then those of the record that are none.
    private static func choices(of field: Field, picked: String, open: [String]?, _ language: Language) -> [Choice] {
        guard field.type.isChoice else { return [] }
        var codes = field.type == .selectMultiple ? picked.split(separator: " ").map(String.init) : [picked]
        codes.removeAll { $0.isEmpty }
        let known = field.choices.map { choice in
            Choice(
                field: field.name, name: choice.name, label: choice.label.text(in: language),
                isChosen: codes.contains(choice.name), isOpen: open?.contains(choice.name) ?? true, isStray: false)
        }
        return known
            + codes.filter { field.choice($0) == nil }.map { code in
                let label = Phrase(zh: "\(code)（表单已没有这一项）", en: "\(code) (no longer in the form)")
                return Choice(
                    field: field.name, name: code, label: label.text(in: language), isChosen: true, isOpen: true,
                    isStray: true)
            }
    }

    /// A value as one would type it.
    static func typed(_ value: FieldValue) -> String {
        switch value {
        case .empty: ""
        case .text(let text): text
        case .integer(let number): String(number)
        case .decimal(let number): number.plainText
        case .list(let codes): codes.joined(separator: " ")
        case .file: value.json.compact
        }
    }
}
