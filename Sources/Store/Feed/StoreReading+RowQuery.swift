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

    package init(form: String) { self.form = form }
}

extension StoreReading {
    /// The rows of `record` that a query finds, in its order.
    package func rows(matching query: RowQuery) throws -> [Int64] {
        var arguments: StatementArguments = [query.form]
        var sql = "SELECT record.id FROM record WHERE record.form = ? AND record.deleted = 0"
        if let condition = query.condition { sql += " AND \(condition.sql(&arguments))" }
        if let after = query.afterRow {
            sql += " AND record.id > ?"
            arguments += [after]
        }
        let order = query.order.map { "\($0.column.sql)\($0.isDescending ? " DESC" : "")" } + ["record.id"]
        sql += " ORDER BY \(order.joined(separator: ", ")) LIMIT ? OFFSET ?"
        arguments += [query.limit, query.skip]
        return try Int64.fetchAll(db, sql: sql, arguments: arguments)
    }

    /// How many rows a query finds, wherever it begins and ends.
    package func rowCount(matching query: RowQuery) throws -> Int {
        var arguments: StatementArguments = [query.form]
        var sql = "SELECT count(*) FROM record WHERE record.form = ? AND record.deleted = 0"
        if let condition = query.condition { sql += " AND \(condition.sql(&arguments))" }
        return try Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0
    }
}
