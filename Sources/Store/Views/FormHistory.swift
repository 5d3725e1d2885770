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
    /// The fields of every form that some version marks as personal, by the form's name.
    package func personalNames() throws -> [String: Set<String>] {
        Dictionary(uniqueKeysWithValues: try formHistories().map { ($0.name, $0.personalNames) })
    }

    /// Every form that this device knows: the built-in ones, then those that the network added.
    package func formHistories() throws -> [FormHistory] {
        // What only a newer program can read has no columns here yet; its records are kept all the same.
        let added = try addedForms().map { $0.all.compactMap(\.readable) }.filter { !$0.isEmpty }
        let byName = Dictionary(uniqueKeysWithValues: added.map { ($0[0].name, $0) })
        let builtIn = BuiltInForms.all.map { FormHistory(versions: (byName[$0.name] ?? []) + [$0]) }
        let builtInNames = Set(builtIn.map(\.name))
        return builtIn + added.filter { !builtInNames.contains($0[0].name) }.map(FormHistory.init(versions:))
    }
}
