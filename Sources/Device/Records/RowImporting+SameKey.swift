import FieldRecords
import Store

/// Records that imports made of one row on devices which had not exchanged: from the next import on they are one.
extension RowImporting {
    /// What becomes of the other records under a row's key.
    struct Others {
        var merged: [StoredRecord] = []
        /// Those that stay, and where something in them would be lost.
        var left: [(record: StoredRecord, fields: [String])] = []

        /// What the record that the key means is marked with.
        var marks: [Patch.Entry] {
            merged.isEmpty ? [StoreReading.importMark] : [StoreReading.importMark, PairVerdict.keptMark]
        }
    }

    /// Judges the other records under a row's key.
    ///
    /// One of which a person said that it is another thing stays, and is none of the row's business.
    mutating func others(
        _ others: some Sequence<StoredRecord>, beside meant: StoredRecord, form: Form, values: FormValues
    ) throws -> Others {
        var result = Others()
        for other in others where try !other.isDeleted && !isDistinct(other, meant) {
            let lost = try fieldsLost(with: other, beside: meant, form: form, values: values)
            if lost.isEmpty { result.merged.append(other) } else { result.left.append((other, lost)) }
        }
        return result
    }

    /// Merges what can be merged into the record that the key means, which is written first, and tells what stays.
    func settle(_ others: Others, beside meant: StoredRecord, row: ImportRow, in outcome: inout RowImport) throws {
        for other in others.merged { try saving.delete(other, mergedInto: meant) }
        outcome.merged += others.merged.count
        for (other, fields) in others.left {
            outcome.left.append(
                RowImport.Left(
                    row: row.line, kept: try Device.number(of: meant.name, in: saving.session),
                    other: try Device.number(of: other.name, in: saving.session), fields: fields))
        }
    }

    /// Where a record says what would be gone with it.
    ///
    /// What an import set is the row's old news, unless both the row and the other record say nothing of it. What a
    /// person wrote counts wherever neither of the two says the same.
    private func fieldsLost(
        with other: StoredRecord, beside meant: StoredRecord, form: Form, values: FormValues
    ) throws -> [String] {
        let written = try saving.session.valuesOfPeople(in: other.row)
        let names = Set(other.fields.keys).union(written.keys).filter { name in
            guard !name.hasPrefix("_"), form.field(name)?.type != .calculate else { return false }
            let said = form.position(of: name).flatMap { values[$0] }
            let stands = meant.fields[name] ?? .empty
            if let written = written[name] { return written.contains { $0 != stands && $0 != said } }
            return said == nil && stands == .empty && other.fields[name] ?? .empty != .empty
        }
        let order = Dictionary(uniqueKeysWithValues: form.fields.enumerated().map { ($0.element.name, $0.offset) })
        return names.sorted { (order[$0] ?? .max, $0) < (order[$1] ?? .max, $1) }
    }

    private mutating func isDistinct(_ one: StoredRecord, _ other: StoredRecord) throws -> Bool {
        let distinct = try self.distinct ?? Set(Device.distinctPairs(saving.session).map { Set([$0.0, $0.1]) })
        self.distinct = distinct
        return distinct.contains([one.row, other.row])
    }
}
