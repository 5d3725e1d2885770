import FieldRecords
import GRDB

extension StoreReading {
    /// Pairs of standing records of a form that imports made of one row, on devices which had not exchanged.
    ///
    /// - Returns: rows of `record`: first the one that the row's key means, then one of the others under that key.
    package func pairsOfOneKey(form: String) throws -> [(meant: Int64, other: Int64)] {
        let cursor = try Row.fetchCursor(
            db,
            sql: """
                SELECT key.place, key.value, record.id, replica.key, record.number
                FROM (
                    SELECT place, value FROM import_key WHERE form = ?1
                    GROUP BY place, form, value HAVING count(*) > 1
                ) AS doubled
                JOIN import_key AS key ON key.place = doubled.place AND key.form = ?1 AND key.value = doubled.value
                JOIN record ON record.id = key.record AND record.form = ?1 AND record.deleted = 0
                JOIN replica ON replica.id = record.replica
                ORDER BY 1, 2, 4, 5
                """, arguments: [form])
        var pairs: [(Int64, Int64)] = []
        var meant: (place: Int64, value: String, row: Int64)?
        while let row = try cursor.next() {
            let (place, value, record) = (try row.read(0) as Int64, try row.read(1) as String, try row.read(2) as Int64)
            if let meant, meant.place == place, meant.value == value {
                pairs.append((meant.row, record))
            } else {
                meant = (place, value, record)
            }
        }
        return pairs
    }
}
