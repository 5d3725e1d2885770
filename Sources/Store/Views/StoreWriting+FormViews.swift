import Crypto
import FieldRecords
import Foundation
import GRDB

extension StoreReading {
    /// What the views follow from: this program's layout of them, its own forms, and those that the network added.
    fileprivate func formViewsSource() throws -> String {
        var hasher = SHA256()
        hasher.update(data: Data("\(FormView.layout)".utf8))
        for definition in BuiltInForms.definitions { hasher.update(data: Data(definition)) }
        for row in try rows("SELECT name, version, definition FROM form ORDER BY name, version") {
            for column in 0..<3 {
                let text: String = try row.read(column)
                hasher.update(data: Data("\(text.utf8.count):\(text)".utf8))
            }
        }
        return Hexadecimal.text(of: Array(hasher.finalize()))
    }

    /// Whether the view of every form is as this program makes it.
    func areFormViewsCurrent() throws -> Bool {
        try text(.formViews) == formViewsSource()
    }
}

extension StoreWriting {
    /// Makes the views of the forms anew where a form was added or this program is another than the one before.
    ///
    /// Views hold nothing, so there is nothing to migrate.
    func keepFormViews() throws {
        let source = try formViewsSource()
        guard try text(.formViews) != source else { return }
        for name in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'view'")
        where name.lowercased().hasPrefix(FormView.prefix) {
            try db.execute(sql: "DROP VIEW \"\(name.replacingOccurrences(of: "\"", with: "\"\""))\"")
        }
        for view in FormView.all(try formHistories()) { try db.execute(sql: view.sql) }
        try set(.formViews, source)
    }
}
