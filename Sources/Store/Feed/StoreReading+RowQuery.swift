import GRDB

/// Which rows of a form are asked for, and in which order.
package struct RowQuery: Sendable {
    package var form: String
    package var condition: RowCondition?
    /// Without it the order in which the records came here, which no later record changes.
    package var order: [(column: RowColumn, isDescending: Bool)] = []
    /// Only records that came here after this row of `record`.
    package var afterRow: Int64?
    package var skip = 0
    package var limit = 0
    /// Minutes east of UTC that date-times are in which do not say.
    package var utcOffsetMinutes = 0

    package init(form: String) { self.form = form }
}

extension RowQuery {
    /// What comes after FROM but for the order, its values appended to the arguments.
    fileprivate func filter(_ arguments: inout StatementArguments) -> String {
        arguments += [form]
        let filter = "record WHERE record.form = ? AND record.deleted = 0"
        guard let condition else { return filter }
        return "\(filter) AND \(condition.sql(&arguments, offset: utcOffsetMinutes))"
    }
}

extension StoreReading {
    /// The rows of `record` that a query finds, in its order.
    package func rows(matching query: RowQuery) throws -> [Int64] {
        var arguments = StatementArguments()
        var sql = "SELECT record.id FROM \(query.filter(&arguments))"
        if let after = query.afterRow {
            sql += " AND record.id > ?"
            arguments += [after]
        }
        let order = query.order.map { column, isDescending in
            column.sql(query.utcOffsetMinutes) + (isDescending ? " DESC" : "")
        }
        sql += " ORDER BY \((order + ["record.id"]).joined(separator: ", ")) LIMIT ? OFFSET ?"
        arguments += [query.limit, query.skip]
        return try Int64.fetchAll(db, sql: sql, arguments: arguments)
    }

    /// How many rows a query finds, wherever it begins and ends.
    package func rowCount(matching query: RowQuery) throws -> Int {
        var arguments = StatementArguments()
        let sql = "SELECT count(*) FROM \(query.filter(&arguments))"
        return try Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0
    }
}
