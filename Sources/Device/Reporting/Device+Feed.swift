package import FieldRecords
package import Reports
package import Store

/// A part of the records of one form, as a feed hands them out.
package struct FeedPage: Sendable {
    /// Each with its row in the store, to go on from.
    package let rows: [(row: Int64, cells: [Cell])]
    /// How many records there are in all; nil where nobody asked.
    package let count: Int?
}

extension Device {
    /// The forms of which there is a feed.
    package func feedForms() throws -> [FormHistory] {
        try read { reading, _ in try reading.formHistories() }
    }

    /// The nodes of the tree by the name of their town, for whoever asks for a town's records.
    package func feedPlaces() throws -> [(node: StoredNode, town: String)] {
        try read { reading, own in
            let scope = try Device.scope(of: ReportRequest(), reading, own, now: own.moment(environment.now()))
            return scope.nodesWithTowns
        }
    }

    /// The records that a query finds, with the values of some columns; date-times have the network's offset from UTC
    /// where they do not say. Personal values are masked, those of this place too: nobody knows who reads a feed.
    package func feedPage(
        _ query: RowQuery, of form: FormHistory, columns: [TableColumn], countsAll: Bool, language: Language
    ) throws -> FeedPage {
        try read { reading, own in
            let scope = try Device.scope(of: ReportRequest(), reading, own, now: own.moment(environment.now()))
            let exporter = try RecordExporter(reading, scope: scope, form: form, mask: PersonalMask.text)
            let counted = query.counted(in: scope)
            let rows = try reading.rows(matching: counted).compactMap { row -> (row: Int64, cells: [Cell])? in
                guard let record = try reading.record(row: row) else { return nil }
                let exported = exporter.exported(record)
                let cells = columns.map { exported.cell($0, in: language) }
                return (row, cells.map { $0.located(atOffsetMinutes: scope.utcOffsetMinutes) })
            }
            return FeedPage(rows: rows, count: countsAll ? try reading.rowCount(matching: counted) : nil)
        }
    }

    package func feedCount(_ query: RowQuery) throws -> Int {
        try read { reading, own in
            let scope = try Device.scope(of: ReportRequest(), reading, own, now: own.moment(environment.now()))
            return try reading.rowCount(matching: query.counted(in: scope))
        }
    }
}

extension RowQuery {
    /// The same of the records that count in a scope, with the network's time for date-times that do not say.
    ///
    /// A town also holds what stations wrote that have moved elsewhere since: its feed, as its figures and its exports,
    /// leaves that out.
    func counted(in scope: ReportScope) -> RowQuery {
        var query = self
        query.utcOffsetMinutes = scope.utcOffsetMinutes
        return scope.countedNodes.map { query.narrowed(by: .atNodes($0)) } ?? query
    }

    /// The same with one more condition.
    func narrowed(by other: RowCondition) -> RowQuery {
        var query = self
        query.condition = condition.map { .and($0, other) } ?? other
        return query
    }
}

extension Device {
    /// The file of the device's folder that holds the token of the feed.
    package var feedTokenPath: String { "\(options.home)/feed-token" }

    /// What a program must show to read the feed: kept in a file that its owner alone reads, and made where there is none.
    package func feedToken() throws -> String {
        try Device.wording { try FeedToken.kept(in: feedTokenPath, random: environment.random) }
    }
}
