import Device
import FieldRecords

/// A value as a person reads it.
struct ShownValue: Sendable {
    let label: String
    /// Choices by their labels, everything else as it is kept.
    let text: String
    /// Where the photo is, for a field of one.
    let photo: String?
    let isEmpty: Bool
    let isInConflict: Bool
    /// Whether it needs the whole width.
    let isLong: Bool

    private static let longCharacters = 60

    init(_ name: String, _ value: FieldValue, form: Form?, language: Language, isInConflict: Bool = false) {
        let field = form?.field(name)
        label =
            field == nil && name == FieldName.deletion
            ? Phrase(zh: "删除", en: "Deletion").text(in: language) : field?.label.text(in: language) ?? name
        isEmpty = value == .empty
        self.isInConflict = isInConflict
        if case .file(let file) = value, file.mediaType.hasPrefix("image/") {
            photo = "/photo/\(file.digestText)"
        } else {
            photo = nil
        }
        text = ShownValue.text(value, field: field, language: language)
        isLong = text.count > ShownValue.longCharacters
    }

    /// The value, or as much of it as has its place among others.
    var brief: String { isLong ? "\(text.prefix(ShownValue.longCharacters - 1))…" : text }

    static func text(_ value: FieldValue, field: Field?, language: Language) -> String {
        func label(_ code: String) -> String { field?.choice(code)?.label.text(in: language) ?? code }
        switch value {
        case .empty: return ""
        case .text(let text):
            if field == nil, text == "deleted" { return Phrase(zh: "已删除", en: "deleted").text(in: language) }
            if field == nil, text == "edited" { return Phrase(zh: "保留并修改", en: "kept and edited").text(in: language) }
            return field?.type == .selectOne ? label(text) : text
        case .integer(let number): return String(number)
        case .decimal(let number): return number.plainText
        case .list(let codes): return codes.map(label).joined(separator: language == .zh ? "、" : ", ")
        case .file(let file):
            // What a stranger's record says of the size may be the largest number there is.
            let kilobytes = file.bytes / 1024 + (file.bytes.isMultiple(of: 1024) ? 0 : 1)
            return "\(file.mediaType), \(kilobytes) KB"
        }
    }
}

/// A record on one line of a list.
struct RecordLine: Sendable {
    let number: String
    let form: String
    let date: String
    let place: String
    /// What it says, in a few words.
    let summary: String
    let isInConflict: Bool
    let isDeleted: Bool

    private static let valuesMax = 4

    init(_ record: RecordView, form: Form?, language: Language) {
        number = record.number
        self.form = form?.title.text(in: language) ?? record.form
        place = record.place
        date =
            record.fields.first { $0.name == "date" }.map { ShownValue.text($0.value, field: nil, language: language) }
            ?? ""
        let told = record.fields.filter { !["date", "by", "note"].contains($0.name) && $0.value != .empty }
        summary = told.filter { RecordLine.isTelling(form?.field($0.name)) }.prefix(RecordLine.valuesMax).map {
            RecordLine.told($0.name, $0.value, form: form, language: language)
        }.joined(separator: "\u{A0}· ")
        isInConflict = !record.conflicts.isEmpty
        isDeleted = record.isDeleted
    }

    /// What one cannot read tells nothing on a line.
    private static func isTelling(_ field: Field?) -> Bool { field?.holdsFile != true && field?.type != .geopoint }

    /// A number says nothing without what it counts.
    private static func told(_ name: String, _ value: FieldValue, form: Form?, language: Language) -> String {
        let shown = ShownValue(name, value, form: form, language: language)
        switch value {
        case .integer, .decimal: return "\(shown.label) \(shown.text)"
        default: return shown.brief
        }
    }
}
