package import Causality
package import FieldRecords
import GRDB

/// A page of a list: which records, in which order, from where on.
package struct RecordPageQuery: Sendable {
    package enum Order: String, CaseIterable, Sendable {
        /// As they came to this device, the last first.
        case newest
        case oldest
    }

    package var form: String?
    package var place: PlaceID?
    /// Records begun by this replica only.
    package var replica: ReplicaID?
    /// Text that one of the values contains, whatever the case of Latin letters.
    package var text: String?
    /// The code that a field of one choice holds.
    package var choice: (field: String, code: String)?
    /// The day that the field `date` holds.
    package var day: CivilDate?
    /// Fields in which `text` is not looked for.
    package var hiddenFields: Set<String> = []
    package var onlyDeleted = false
    package var onlyConflicts = false
    package var order = Order.newest
    package var limit: Int
    package var offset = 0

    package init(limit: Int) {
        self.limit = limit
    }
}

extension StoreReading {
    /// One page of records.
    ///
    /// A text or a day is looked for in the stored JSON first, which is cheap, and only then value by value.
    ///
    /// It goes through the records in the order of their rows until the page is full: no index is in that order, and to
    /// sort what one finds takes longer than to pass over what one does not.
    package func recordPage(_ query: RecordPageQuery) throws -> [StoredRecord] {
        try recordRows(query).compactMap { try record(row: $0) }
    }

    /// The rows of the records of one page, which are many times cheaper to have than the records.
    package func recordRows(_ query: RecordPageQuery) throws -> [Int64] {
        var (condition, arguments) = try condition(query)
        let direction = query.order == .newest ? "DESC" : "ASC"
        arguments += [query.limit, query.offset]
        let path = query.onlyConflicts ? "INDEXED BY record_in_conflict" : "NOT INDEXED"
        return try rows(
            "SELECT record.id FROM record \(path) WHERE \(condition) ORDER BY record.id \(direction) LIMIT ? OFFSET ?",
            arguments
        ).map { try $0.read(0) }
    }

    /// How many records a place has of a form, deleted ones too: what an index tells by itself.
    package func recordCount(ofForm form: String, at place: PlaceID) throws -> Int {
        guard let place = try placeRow(place) else { return 0 }
        return Int(try integer("SELECT count(*) FROM record WHERE form = ? AND place = ?", [form, place]) ?? 0)
    }

    /// In how many of the last records of a form at a place each field holds something.
    package func fieldUses(
        ofForm form: String, at place: PlaceID, last limit: Int
    ) throws -> (records: Int, counts: [String: Int]) {
        guard let place = try placeRow(place) else { return (0, [:]) }
        let rows = try rows(
            """
            WITH latest AS (SELECT fields FROM record WHERE form = ? AND place = ? AND deleted = 0
            ORDER BY id DESC LIMIT ?)
            SELECT '', count(*) FROM latest
            UNION ALL SELECT key, count(*) FROM latest, json_each(latest.fields) GROUP BY key
            """, [form, place, limit])
        let counts = try rows.map { (try $0.read(0) as String, try $0.read(1) as Int) }
        return (counts.first?.1 ?? 0, Dictionary(counts.dropFirst(), uniquingKeysWith: { first, _ in first }))
    }

    private func condition(_ query: RecordPageQuery) throws -> (sql: String, StatementArguments) {
        var terms = ["record.deleted = \(query.onlyDeleted ? 1 : 0)"]
        var arguments = StatementArguments()
        func add(_ term: String, _ values: StatementArguments) {
            terms.append(term)
            arguments += values
        }
        if let form = query.form { add("record.form = ?", [form]) }
        if let place = query.place { add("record.place = ?", [try placeRow(place) ?? -1]) }
        if let replica = query.replica { add("record.replica = ?", [try replicaRow(replica) ?? -1]) }
        if query.onlyConflicts { terms.append("record.conflicts IS NOT NULL") }
        if let (field, code) = query.choice {
            add("json_extract(record.fields, ?) = ?", ["$.\"\(field)\"", code])
        }
        if let day = query.day {
            add(
                "record.fields LIKE ? AND json_extract(record.fields, '$.date') = ?",
                ["%\"date\":\"\(day)\"%", day.description])
        }
        if let text = query.text {
            let hidden = query.hiddenFields.sorted()
            let marks = hidden.map { _ in "?" }.joined(separator: ", ")
            add(
                """
                record.fields LIKE ? ESCAPE '\\' AND EXISTS (SELECT 1 FROM json_each(record.fields)
                WHERE value LIKE ? ESCAPE '\\' AND substr(key, 1, 1) <> '_' AND key NOT IN (\(marks)))
                """, [Self.pattern(of: Self.inJSON(text)), Self.pattern(of: text)] + StatementArguments(hidden))
        }
        // True of nearly all, so asked last; false where no form is known yet.
        if query.form == nil { terms.append("substr(record.form, 1, 1) <> '_'") }
        return (terms.joined(separator: " AND "), arguments)
    }

    /// For LIKE: whatever contains the text.
    private static func pattern(of text: String) -> String {
        "%" + text.map { "%_\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "%"
    }

    /// As the text stands inside a string of JSON.
    private static func inJSON(_ text: String) -> String {
        var bytes: [UInt8] = []
        FieldValue.text(text).appendJSON(to: &bytes)
        return String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
    }
}
