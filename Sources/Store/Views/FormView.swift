import FieldRecords

/// The view of one form: a row for each record that stands, a column for each field.
///
/// Whoever opens the file with the sqlite3 shell reads records through it, and every figure is a SELECT over its rows:
///
///     SELECT _number, _place_name, kind, status FROM form_issue WHERE date >= '2023-11-01';
///
/// Beside the fields it has `_record`, `_number` (`037-214`), `_place` (a row of `place`), `_place_code`, `_place_name`,
/// `_version`, `_conflicts`. SQLite works out only the columns that are asked for.
struct FormView {
    /// Grows with every change of what a view looks like, so that a newer program makes all views anew.
    static let layout = 1

    /// Names are compared as SQLite compares them: without regard to case.
    static let prefix = "form_"

    let name: String
    let sql: String

    private static let ownColumns = [
        ("_record", "record.id"),
        ("_number", "(SELECT label FROM replica WHERE replica.id = record.replica) || '-' || record.number"),
        ("_place", "record.place"),
        ("_place_code", nodeColumn("code")),
        ("_place_name", nodeColumn("name")),
        ("_version", "record.version"),
        ("_conflicts", "record.conflicts"),
    ]

    private static func nodeColumn(_ column: String) -> String {
        "(SELECT node.\(column) FROM place JOIN node ON node.id = place.node WHERE place.id = record.place)"
    }

    /// - Parameter taken: names of views that other forms have, in lower case.
    init(_ form: FormHistory, taken: inout Set<String>) {
        name = FormView.free(FormView.prefix + form.name, &taken)
        sql = "CREATE VIEW \"\(name)\" AS\n\(FormView.select(form))"
    }

    /// A name for the rows of a form within one statement, to stand before its SELECT: `WITH form_issue AS (…)`.
    ///
    /// What this program works out itself it never reads through the stored view: a view that somebody altered in the
    /// file would alter a figure, and SQLite before 3.42 takes JSON functions in a stored view for unsafe.
    static func with(_ form: FormHistory) -> String {
        "WITH \"\(prefix)\(form.name)\" AS (\(select(form)))"
    }

    /// The rows of a form: what its view consists of.
    private static func select(_ form: FormHistory) -> String {
        var takenColumns = Set(ownColumns.map(\.0))
        var columns: [String: String] = [:]
        // The built-in fields keep their names, on which the figures rely, whatever a later version adds beside them.
        let builtIn = BuiltInForms.form(form.name)?.fields.map(\.name) ?? []
        for field in builtIn + form.fields.map(\.name) where columns[field] == nil {
            // A valid field name holds nothing that ends a quotation, of SQL's or of JSON's paths.
            precondition(FieldName.isValid(field), "a form's fields have valid names")
            columns[field] = "\"\(free(field, &takenColumns))\""
        }
        var selected = ownColumns.map { "\($0.1) AS \($0.0)" }
        for field in form.fields {
            guard let column = columns[field.name] else { continue }
            selected.append("json_extract(record.fields, '$.\"\(field.name)\"') AS \(column)")
        }
        return """
            SELECT \(selected.joined(separator: ",\n    "))
            FROM record WHERE record.form = '\(form.name)' AND record.deleted = 0
            """
    }

    private static func free(_ wanted: String, _ taken: inout Set<String>) -> String {
        var name = wanted
        var count = 1
        while !taken.insert(name.lowercased()).inserted {
            count += 1
            name = "\(wanted)_\(count)"
        }
        return name
    }

    static func all(_ forms: [FormHistory]) -> [FormView] {
        var taken: Set<String> = []
        return forms.map { FormView($0, taken: &taken) }
    }
}
