package import FieldRecords
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

/// Every version of a form that the network added, the newest first.
package struct StoredVersions: Sendable {
    package let all: [StoredForm]

    /// The newest version that this program can read; nil where it can read none.
    package var newest: Form? { all.lazy.compactMap(\.readable).first }

    /// Those that came after ``newest`` and wait for a newer program, or to be published anew: all where there is none.
    package var unreadable: [FormReference] {
        all.prefix { $0.readable == nil }.map { FormReference(name: $0.name, version: $0.version) }
    }
}

extension StoreReading {
    /// Of one form that the network added all versions; none of a name that it added none of.
    package func versions(ofForm name: String) throws -> StoredVersions {
        StoredVersions(
            all: try rows(
                "SELECT name, version, definition FROM form WHERE name = ? ORDER BY added DESC, version DESC", [name]
            ).map { try StoredForm($0) })
    }

    /// Of every form that the network added all versions, ascending by name.
    package func addedForms() throws -> [StoredVersions] {
        try rows("SELECT DISTINCT name FROM form ORDER BY name").map { try versions(ofForm: try $0.read(0)) }
    }
}
