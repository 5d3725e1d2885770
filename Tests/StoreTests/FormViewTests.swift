import Causality
import FieldRecords
import GRDB
import Store
import Testing

@Suite("the views of the forms")
struct FormViewTests {
    private static func texts(_ replica: TestReplica, _ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: replica.home + "/" + Store.fileName)
        defer { try? queue.close() }
        return try queue.read { try String.fetchAll($0, sql: sql) }
    }

    @Test("every built-in form has one, with a column a field, and sqlite3 reads it")
    func builtIn() throws {
        let network = try TestNetwork(stations: 1)
        let one = network.replicas[0]
        let views = try Self.texts(one, "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")
        #expect(Set(views) == Set(BuiltInForms.all.map { "form_\($0.name)" }))
        for form in BuiltInForms.all {
            let columns = try Self.texts(one, "SELECT name FROM pragma_table_info('form_\(form.name)')")
            #expect(columns.contains("_number") && columns.contains("_place_name"))
            for field in form.fields where field.type.holdsValue { #expect(columns.contains(field.name)) }
        }
    }

    @Test(
        "views that somebody dropped or altered, and those of an older program, are made anew when the store is opened")
    func reopened() throws {
        let network = try TestNetwork(stations: 1)
        let one = network.replicas[0]
        let before = try Self.texts(one, "SELECT sql FROM sqlite_master WHERE type = 'view' ORDER BY name")
        let queue = try DatabaseQueue(path: one.home + "/" + Store.fileName)
        try queue.write { db in
            try db.execute(sql: "DROP VIEW form_issue; CREATE VIEW form_gone AS SELECT 1")
            try db.execute(sql: "UPDATE fact SET value = 'older' WHERE name = 'formViews'")
        }
        try queue.close()
        _ = try one.openAgain()
        #expect(try Self.texts(one, "SELECT sql FROM sqlite_master WHERE type = 'view' ORDER BY name") == before)
    }

    @Test("a form's columns are those of every version; what one version marks personal stays personal")
    func versions() throws {
        let old = try Form.read(csv: Array(Self.survey(version: "1", ["name,yes", "age,"]).utf8))
        let new = try Form.read(csv: Array(Self.survey(version: "2", ["age,", "Name,", "town,"]).utf8))
        let history = FormHistory(versions: [new, old])
        #expect(history.fields.map(\.name) == ["age", "Name", "town", "name"])
        #expect(history.personalNames == ["name"])
    }

    private static func survey(version: String, _ fields: [String]) -> String {
        let rows = fields.map { ",text,\($0.split(separator: ",")[0]),x,\($0.hasSuffix("yes") ? "yes" : "")" }
        return """
            survey
            ,type,name,label,personal
            \(rows.joined(separator: "\n"))
            settings
            ,form_id,form_title,version
            ,people,People,\(version)

            """
    }
}
