import Reports
import Store

/// The issues that wait longest.
package struct OpenIssues: Sendable {
    /// The oldest first, by the day on which they were raised; those without a day last.
    package let oldest: [RecordView]
    /// How many are open in all.
    package let count: Int
}

extension Device {
    /// The issues that are not settled, of all that count in a report, whenever they were raised.
    ///
    /// - Parameter limit: the most that are told.
    package func openIssues(_ request: ReportRequest, limit: Int) throws -> OpenIssues {
        try read { reading, own in
            let form = try reading.formHistories().first { $0.name == "issue" }
            guard let form, let status = form.field("status"), let day = form.field("date") else {
                return OpenIssues(oldest: [], count: 0)
            }
            var query = RowQuery(form: form.name)
            query.condition = .or(
                .compare(.field(status), .equal, .text("open")), .compare(.field(status), .equal, .text("assigned")))
            query = query.counted(in: try scope(of: request, reading, own))
            let count = try reading.rowCount(matching: query)
            query.order = [(.field(day), false)]
            query.limit = limit
            let dated = try reading.rows(matching: query.narrowed(by: .compare(.field(day), .notEqual, .null)))
            query.limit -= dated.count
            let others = try reading.rows(matching: query.narrowed(by: .compare(.field(day), .equal, .null)))
            return OpenIssues(oldest: try Device.views(dated + others, reading, own), count: count)
        }
    }

    /// The records that stations made of themselves, of all that count in a report, as they came.
    ///
    /// - Parameter limit: the most that are told.
    package func stationRecords(_ request: ReportRequest, limit: Int) throws -> [RecordView] {
        try read { reading, own in
            var query = RowQuery(form: "station").counted(in: try scope(of: request, reading, own))
            query.limit = limit
            return try Device.views(try reading.rows(matching: query), reading, own)
        }
    }

    private func scope(of request: ReportRequest, _ reading: StoreReading, _ own: Own) throws -> ReportScope {
        try Device.scope(of: request, reading, own, now: own.moment(environment.now()))
    }

    private static func views(_ rows: [Int64], _ reading: StoreReading, _ own: Own) throws -> [RecordView] {
        let naming = try RecordNaming(reading, own)
        return try rows.compactMap { try reading.record(row: $0) }.map { try view($0, naming: naming) }
    }
}
