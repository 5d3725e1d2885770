import Causality
import FieldRecords
import Store

extension Device {
    /// Takes in the rows of a CSV or JSON Lines file, all or none of them unless good ones are to be kept.
    ///
    /// - Parameters:
    ///   - name: a form, or `auto` where each line names its own.
    ///   - key: the column whose value identifies a row in its source: such a row updates the record it made before,
    ///     and where devices that had not exchanged made several of it, they become one.
    ///   - progress: told the number of rows read, now and then.
    /// - Returns: what became of the rows. Where some were refused and good ones were not to be kept, nothing was saved,
    ///   and only the refused ones and what people should know of the file are told.
    package func importRows(
        form name: String, file: String, place: String?, key: String?, keepGood: Bool, by author: String?,
        progress: (Int) -> Void
    ) throws -> RowImport {
        var outcome = RowImport()
        do {
            return try write { session, own in
                outcome = RowImport()
                var source = try RowSource(path: file, namesForm: name == "auto")
                let saving = try Saving(session: session, own: own, by: author, environment: environment)
                var rows = RowImporting(saving: saving, place: place, key: key, fixedForm: name == "auto" ? nil : name)
                if name != "auto" { try rows.begin(name) }
                var count = 0
                while let row = try source.next() {
                    try rows.take(row, into: &outcome)
                    count += 1
                    if count.isMultiple(of: RowImporting.batchRows) {
                        try session.flushIfLarge()
                        progress(count)
                    }
                }
                guard outcome.refused.isEmpty || keepGood else { throw Undone() }
                return outcome
            }
        } catch is Undone {
            // What became of the good rows was taken back with them.
            return RowImport(refused: outcome.refused, warnings: outcome.warnings)
        }
    }
}
