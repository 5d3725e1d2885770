package import FieldRecords
import GRDB

/// Every version of one form that this device knows, as one list of fields.
///
/// A record keeps the version it was filled in with, so whoever shows all records of a form needs a column for each field
/// that any version has: those of the newest first, in its order, then those that were dropped.
package struct FormHistory: Sendable {
    /// What a new record is filled in with.
    package let newest: Form
    /// What holds a value, each name once.
    package let fields: [Field]
    /// Fields that some version marks personal: what was told in confidence stays so in a later version.
    package let personalNames: Set<String>

    /// - Precondition: one version at least, the newest first, all of one name.
    package init(versions: [Form]) {
        precondition(!versions.isEmpty && Set(versions.map(\.name)).count == 1, "versions of one form")
        newest = versions[0]
        var seen: Set<String> = []
        let all = versions.flatMap(\.fields)
        fields = all.filter { $0.type.holdsValue && seen.insert($0.name).inserted }
        personalNames = Set(all.filter(\.isPersonal).map(\.name))
    }

    package var name: String { newest.name }

    /// The field of that name, from the newest version that has it.
    package func field(_ name: String) -> Field? { fields.first { $0.name == name } }
}

extension StoreReading {
    /// Every form that this device knows: the built-in ones, then those that the network added.
    package func formHistories() throws -> [FormHistory] {
        var added: [String: [Form]] = [:]
        var names: [String] = []
        for row in try rows("SELECT name, version, definition FROM form ORDER BY name, added DESC, version DESC") {
            let stored = try StoredForm(row)
            // What only a newer program can read has no columns here yet; its records are kept all the same.
            guard let form = try? stored.read(), form.name == stored.name else { continue }
            if added[form.name] == nil { names.append(form.name) }
            added[form.name, default: []].append(form)
        }
        let builtIn = BuiltInForms.all.map { FormHistory(versions: (added[$0.name] ?? []) + [$0]) }
        let builtInNames = Set(builtIn.map(\.name))
        return builtIn
            + names.filter { !builtInNames.contains($0) }.compactMap { added[$0].map(FormHistory.init(versions:)) }
    }
}
