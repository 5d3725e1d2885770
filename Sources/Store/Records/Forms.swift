import GRDB

/// A form that the network added.
package struct StoredForm: Sendable {
    package let name: String
    package let version: String
    /// XLSForm as CSV.
    package let definition: String

    /// - Parameter row: name, version, definition.
    init(_ row: Row) throws {
        name = try row.read(0)
        version = try row.read(1)
        definition = try row.read(2)
    }
}

extension StoreReading {
    /// The newest version of a form; nil where the network added none of that name.
    package func form(_ name: String) throws -> StoredForm? {
        try row(
            "SELECT name, version, definition FROM form WHERE name = ? ORDER BY added DESC, version DESC LIMIT 1",
            [name]
        ).map { try StoredForm($0) }
    }

    /// The newest version of every form that the network added.
    package func forms() throws -> [StoredForm] {
        try rows("SELECT DISTINCT name FROM form ORDER BY name").compactMap { try form(try $0.read(0)) }
    }
}
