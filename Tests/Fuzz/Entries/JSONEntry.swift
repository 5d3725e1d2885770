import FieldRecords

/// The body of a request: `{"form": …, "fields": {…}}`, as the page's interface takes it, and lines of an import.
enum JSONEntry {
    static func read(_ bytes: [UInt8]) throws {
        _ = try? Patch(json: bytes)
        _ = try? FieldValue(canonicalJSON: bytes)
        let body = try JSONValue(parsing: bytes)
        let written = body.compact
        demand(try JSONValue(parsing: written.utf8).compact == written, "what is written is read back")
        for form in BuiltInForms.all { fill(form, body["fields"] ?? body) }
    }

    private static func fill(_ form: Form, _ fields: JSONValue) {
        guard let members = fields.members else { return }
        var changes: [String: FieldValue] = [:]
        var typed: [String: String] = [:]
        for member in members {
            guard let field = form.field(member.key) else { continue }
            if let value = try? field.value(json: member.value) { changes[member.key] = value }
            typed[member.key] = member.value.text
        }
        _ = form.state(current: changes, typed: typed, isNew: changes.isEmpty, moment: FormEntry.moment)
        guard
            let completion = try? form.complete(
                current: [:], changes: changes, isNew: true, moment: FormEntry.moment)
        else { return }
        var json: [UInt8] = []
        completion.patch.appendJSON(to: &json)
        demand(try Patch(json: json) == completion.patch, "what is written is read back")
    }
}
