import FieldRecords
import Store

/// Which fields of a form tell whether two of its records are about one thing.
struct ComparedForm: Sendable {
    /// How a field beside the text is compared.
    enum Manner: Sendable {
        case exactly
        case asText
    }

    let form: FormHistory
    let day: Field
    /// What a record is called by: the first text of the form and, where that may be left open, the second.
    let texts: [Field]
    /// What names one person or place wherever it is told: telephone numbers.
    let identifiers: [Field]
    let position: Field?
    let others: [(field: Field, manner: Manner)]

    /// What says who wrote a record, or anything at all, and nothing of what it is about.
    private static let leftOut: Set<String> = ["note", "by"]

    /// Nil for a form whose records have no day, or nothing to be called by: what is only counted, such as visits, may
    /// well be equal twice.
    init?(_ form: FormHistory) {
        let fields = form.fields.filter { !ComparedForm.leftOut.contains($0.name) }
        guard let day = fields.first(where: { $0.name == "date" }) ?? fields.first(where: { $0.type == .date })
        else { return nil }
        let identifiers = fields.filter { $0.type == .text && $0.appearance.contains("numbers") }
        let written = fields.filter { field in
            field.type == .text && !identifiers.contains { $0 === field }
        }
        guard let first = written.first else { return nil }
        var texts = [first]
        if first.required == nil, written.count > 1, !form.personalNames.contains(written[1].name) {
            texts.append(written[1])
        }
        self.form = form
        self.day = day
        self.texts = texts
        self.identifiers = identifiers
        position = fields.first { $0.type == .geopoint }
        others = fields.compactMap { field in
            if field === day || texts.contains(where: { $0 === field }) || identifiers.contains(where: { $0 === field })
            {
                return nil
            }
            switch field.type {
            case .text: return (field, .asText)
            case .image, .file, .geopoint, .note, .calculate, .hidden: return nil
            default: return (field, .exactly)
            }
        }
    }

    /// What is read of each record, in the order in which ``ComparedRecord`` takes it.
    var fields: [Field] { texts + identifiers + (position.map { [$0] } ?? []) + others.map(\.field) }

    /// Gives the records that are called by something, one by one.
    func each(_ reading: StoreReading, inOrder: Bool, _ body: (ComparedRecord) throws -> Void) throws {
        try reading.toldRecords(of: form.name, day: day.name, fields: fields.map(\.name), inOrder: inOrder) { told in
            if let record = ComparedRecord(told, of: self) { try body(record) }
        }
    }
}

/// A record made ready to be compared.
struct ComparedRecord: Sendable {
    let row: Int64
    let node: UInt64
    let day: CivilDate?
    let text: ComparedText
    /// Which of the form's texts it is called by.
    let textField: Int
    /// Digits alone; empty where it is too short to name anybody.
    let identifiers: [String]
    let position: GeoPoint?
    /// In the order of ``ComparedForm/others``.
    let others: [String?]

    /// Fewer digits are no telephone number.
    private static let identifierDigitsMin = 7

    /// Nil for a record that is called by nothing.
    init?(_ told: ToldRecord, of form: ComparedForm) {
        let texts = told.texts.prefix(form.texts.count).map { ComparedText($0 ?? "") }
        guard let called = texts.firstIndex(where: { !$0.isEmpty }) else { return nil }
        var rest = told.texts.dropFirst(form.texts.count)
        row = told.row
        node = told.node
        day = told.day
        text = texts[called]
        textField = called
        identifiers = rest.prefix(form.identifiers.count).map { text in
            let digits = (text ?? "").filter { ("0"..."9").contains($0) }
            return digits.count < ComparedRecord.identifierDigitsMin ? "" : digits
        }
        rest = rest.dropFirst(form.identifiers.count)
        position = form.position == nil ? nil : rest.popFirst().flatMap { $0 }.flatMap { GeoPoint($0) }
        others = rest.map { $0?.isEmpty == true ? nil : $0 }
    }
}
