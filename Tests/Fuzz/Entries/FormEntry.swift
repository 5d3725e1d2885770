import FieldRecords

/// A form in CSV, and if it can be read a record filled in by it: every field is given the texts that stand in the form.
enum FormEntry {
    static let moment = Moment(millisecondsSinceEpoch: 1_700_000_000_000, offsetMinutes: 480)

    static func fillIn(_ bytes: [UInt8]) throws {
        let form = try Form.read(csv: bytes, named: "fuzzed")
        demand(!form.fields.isEmpty, "a form has fields")
        let texts = form.fields.flatMap { [$0.label.zh, $0.name, "1", "2024-02-29"] + $0.choices.map(\.name) }
        for round in 0..<3 {
            var typed: [String: String] = [:]
            for (index, field) in form.fields.enumerated() { typed[field.name] = texts[(index + round) % texts.count] }
            let state = form.state(current: [:], typed: typed, isNew: true, moment: moment)
            demand(state.fields.count == form.fields.count, "every field has a state")
            complete(form, typed: typed)
        }
    }

    private static func complete(_ form: Form, typed: [String: String]) {
        var changes: [String: FieldValue] = [:]
        for field in form.fields where field.isForInput {
            if let value = try? field.value(typed: typed[field.name] ?? "") { changes[field.name] = value }
        }
        _ = form.relevantFields(of: changes, moment: moment)
        guard let completion = try? form.complete(current: [:], changes: changes, isNew: true, moment: moment)
        else { return }
        var json: [UInt8] = []
        completion.patch.appendJSON(to: &json)
        demand(try Patch(json: json) == completion.patch, "what is written is read back")
    }
}
