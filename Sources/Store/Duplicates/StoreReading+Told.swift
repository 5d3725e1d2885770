package import FieldRecords
import GRDB

/// What one record tells in some of its fields, as texts: for whoever compares records with each other.
package struct ToldRecord: Sendable {
    /// The row of `record`.
    package let row: Int64
    package let node: UInt64
    /// Nil where the field that should hold a day holds none.
    package let day: CivilDate?
    /// In the order of the fields asked for; nil where the record leaves one open.
    package let texts: [String?]
}

extension StoreReading {
    /// Gives the standing records of a form one by one, the days ascending, with what they hold in some fields.
    ///
    /// - Parameters:
    ///   - day: the field that holds the record's day.
    ///   - inOrder: whether the days have to ascend; sorting takes its time.
    package func toldRecords(
        of form: String, day: String, fields: [String], inOrder: Bool, _ each: (ToldRecord) throws -> Void
    ) throws {
        let columns = ([day] + fields).map { name in
            // A valid field name holds nothing that ends a quotation, of SQL's or of JSON's paths.
            precondition(FieldName.isValid(name), "a form's fields have valid names")
            return "CAST(json_extract(record.fields, '$.\"\(name)\"') AS TEXT)"
        }
        let sql = """
            SELECT record.id, place.node, \(columns.joined(separator: ", "))
            FROM record JOIN place ON place.id = record.place
            WHERE record.form = ? AND record.deleted = 0 \(inOrder ? "ORDER BY 3, 1" : "")
            """
        let cursor = try Row.fetchCursor(db, sql: sql, arguments: [form])
        while let row = try cursor.next() {
            let day: String? = try row.readOptional(2)
            try each(
                ToldRecord(
                    row: try row.read(0), node: try row.readNode(1), day: day.flatMap { CivilDate($0) },
                    texts: try fields.indices.map { try row.readOptional(3 + $0) }))
        }
    }
}
