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
        value = typed ?? FormControl.typed(state.value)
        let chosen: Set<String> =
            switch state.value {
            case .text(let code): [code]
            case .list(let codes): Set(codes)
            default: []
            }
        choices = field.choices.map { choice in
            Choice(
                field: field.name, name: choice.name, label: choice.label.text(in: language),
                isChosen: chosen.contains(choice.name),
                isOpen: state.choices?.contains(choice.name) ?? true)
        }
        fault = showsFaults ? state.fault?.what.text(in: language) ?? "" : ""
        isWrong = !fault.isEmpty
        warning = state.warning?.what.text(in: language) ?? ""
        isRequired = state.isRequired
        isShown = state.isShown
        self.heading = heading
        shownValue = ShownValue.text(state.value, field: field, language: language)
        photo = if case .file(let file) = state.value { "/photo/\(file.digestText)" } else { nil }

        let isAsked = field.isForInput
        isCalculated = !isAsked && field.type != .note && field.type != .hidden
        isNote = field.type == .note
        isParagraph = isAsked && field.type == .text && field.appearance.contains("multiline")
        isPicture = isAsked && field.type == .image
        isPosition = isAsked && field.type == .geopoint
        isFew = isAsked && field.type == .selectOne && field.choices.count <= FormControl.fewMax
        isMenu = isAsked && field.type == .selectOne && field.choices.count > FormControl.fewMax
        isMany = isAsked && field.type == .selectMultiple
        isAcknowledged = state.value != .empty
        isAcknowledge = isAsked && field.type == .acknowledge
        let type = FormControl.inputTypes[field.type]
        isLine = isAsked && !isParagraph && type != nil
        inputType = type ?? "text"
        step = field.type == .integer || field.range?.isWhole == true ? "1" : "any"
    }

    private static let inputTypes: [FieldType: String] = [
        .text: "text", .barcode: "text", .integer: "number", .decimal: "number", .range: "number", .date: "date",
        .time: "time", .dateTime: "datetime-local",
    ]

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
