package import FieldRecords

/// Forms as `--json` and the page's interface give them.
extension Form {
    /// In a list: of fields only the names.
    package var listJSON: JSONValue { json(fields: asked.map { .string($0.name) }) }

    /// By itself: every field, and what it takes.
    package var pageJSON: JSONValue { json(fields: asked.map(\.json)) }

    private var asked: [Field] { fields.filter(\.type.holdsValue) }

    private func json(fields: [JSONValue]) -> JSONValue {
        [
            "name": .string(name), "title": title.json, "version": .string(version), "fields": .array(fields),
        ]
    }
}

extension Field {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "type": .string(type.rawValue), "label": label.json, "hint": hint?.json ?? .null,
            "required": .bool(required != nil), "personal": .bool(isPersonal), "readonly": .bool(isReadOnly),
            "relevant": relevant.map { .string($0.text) } ?? .null,
            "constraint": constraint.map { .string($0.expression.text) } ?? .null,
            "choices": .array(choices.map { ["name": .string($0.name), "label": $0.label.json] }),
        ]
    }
}

extension Phrase {
    fileprivate var json: JSONValue { ["zh": .string(zh), "en": .string(en)] }
}
