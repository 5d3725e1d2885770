import FieldRecords
import Store

/// What a person corrected in a record stays when the file that it was imported from is imported again.
extension RowImporting {
    /// Takes out of a row what an import wrote before and a person has changed since: of that the source has no news.
    ///
    /// Otherwise an unchanged file would undo every correction, and settle conflicts of which nobody has decided.
    ///
    /// - Parameter values: what the row says; on return without what was taken out.
    /// - Returns: the fields taken out, in the order of the form.
    func takeOutCorrected(from values: inout FormValues, of record: StoredRecord, form: Form) throws -> [String] {
        let differing = form.fields.indices.filter { index in
            guard let said = values[index] else { return false }
            let name = form.fields[index].name
            return said != record.fields[name] ?? .empty || record.conflicts.contains(name)
        }
        guard !differing.isEmpty else { return [] }
        let people = try saving.session.valuesOfPeople(in: record.row)
        let corrected = differing.filter { people[form.fields[$0].name] != nil }
        guard !corrected.isEmpty else { return [] }
        let imported = try saving.session.valuesOfImports(in: record.row)
        let old = corrected.filter { values[$0] == imported[form.fields[$0].name] ?? .empty }
        for index in old { values[index] = nil }
        return old.map { form.fields[$0].name }
    }
}
