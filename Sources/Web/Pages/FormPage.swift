import Device
import FieldRecords

/// A form to fill in: of a new record, or of one that stands.
struct FormPage: Sendable {
    let form: String
    let title: String
    /// Of a record that stands.
    let number: String?
    let controls: [FormControl]
    /// Fields that are seldom used here, behind one line, in the form's order.
    let folded: [FormControl]
    let foldedNames: String
    let isUnfolded: Bool
    let action: String
    /// Where one goes who changes nothing.
    let back: String
    /// What the record was when this page was made, to come back with it.
    let opened: String
    /// Names this saving: twice the same makes one record.
    let once: String
    /// What keeps it from being saved, in all.
    let faults: [String]
    /// The record that this saving became already, with other content.
    let taken: String?
    /// What the browser calls the draft.
    let draft: String

    /// Whether a field says who writes: that is picked once, for all forms, and not asked for in each.
    static func isWriter(_ field: Field) -> Bool { field.name == "by" && field.type == .text && field.isForInput }

    /// - Parameters:
    ///   - sent: what was sent and not saved; nil where nothing was.
    ///   - refusal: why not, beside what the form has against it.
    init(
        _ view: FillingView, usual: Set<String>?, number: String?, opened: String, once: String,
        sent: SentFields?, refusal: DeviceError?, language: Language
    ) {
        form = view.form.name
        title = view.form.title.text(in: language)
        self.number = number
        self.opened = opened
        self.once = once
        action = number.map { "/record/\($0)/edit" } ?? "/new/\(view.form.name)"
        back = number.map { "/record/\($0)" } ?? "/"
        draft = number.map { "record/\($0)" } ?? "new/\(view.form.name)"
        var controls: [FormControl] = []
        var group: [String] = []
        for (field, state) in zip(view.form.fields, view.state.fields)
        where field.type != .hidden && !view.hidden.contains(field.name) && !FormPage.isWriter(field) {
            var heading: String?
            if field.groups != group {
                group = field.groups
                heading = view.form.groups.first { $0.name == group.last }?.label.text(in: language)
            }
            controls.append(
                FormControl(
                    field, state, typed: sent?.typed[field.name], heading: heading, showsFaults: sent != nil,
                    language: language))
        }
        let seldom = FormPage.seldom(view, usual: usual, isNew: number == nil)
        self.controls = controls.filter { !seldom.contains($0.name) }
        folded = controls.filter { seldom.contains($0.name) }
        foldedNames = folded.filter(\.isShown).map(\.label).joined(separator: language == .zh ? "、" : ", ")
        isUnfolded = folded.contains(where: \.isWrong)
        taken = refusal?.taken
        let refused = refusal.map { [$0.what, FormPage.goOn] } ?? []
        let faults = sent.map { refused + $0.leftOut + view.state.fields.compactMap { $0.fault?.what } }
        self.faults = faults?.map { $0.text(in: language) } ?? []
    }
}

extension FormPage {
    private static let goOn = Phrase(
        zh: "要改那一条，请打开它；要另记一条，请核对下面的内容，再按保存",
        en: "open that one to change it; for another record look through this and save again")

    /// As many fields as a phone shows without much scrolling.
    private static let unfoldedMax = 6

    /// Fields that need not stand before everybody's eyes: neither needed nor usual here, and in a record that stands
    /// empty. A form in groups is meant to be gone through as it is.
    ///
    /// - Parameter usual: nil where too few records tell; then the first fields of the form are.
    private static func seldom(_ view: FillingView, usual: Set<String>?, isNew: Bool) -> Set<String> {
        let asked = zip(view.form.fields, view.state.fields).filter { $0.0.isForInput && !isWriter($0.0) }
        guard view.form.groups.isEmpty, asked.count > unfoldedMax else { return [] }
        var seldom: Set<String> = []
        for (position, (field, state)) in asked.enumerated() {
            let isUsual = usual?.contains(field.name) ?? (position < unfoldedMax - 1)
            let isNeeded = state.isRequired || field.type == .image || (!isNew && state.value != .empty)
            if !isUsual, !isNeeded { seldom.insert(field.name) }
        }
        // What another field brings up stands where that one stands.
        for (field, state) in asked where !state.isRequired {
            guard let reads = field.relevant?.fields, !reads.isEmpty else { continue }
            if reads.isSubset(of: seldom) { seldom.insert(field.name) } else { seldom.remove(field.name) }
        }
        return seldom
    }

    static func inputs(_ typed: [String: String], form: Form) -> [(String, FieldInput)] {
        form.fields.compactMap { field in
            guard let text = typed[field.name] else { return nil }
            if field.holdsFile {
                guard !text.isEmpty else { return (field.name, .typed("")) }
                return (try? JSONValue(parsing: text.utf8)).map { (field.name, .json($0)) }
            }
            return (field.name, .typed(text))
        }
    }
}
