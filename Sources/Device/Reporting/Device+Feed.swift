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

    /// The records that a query finds, with the values of some columns. Personal values are masked, those of this place
    /// too: nobody knows who reads a feed.
    package func feedPage(
        _ query: RowQuery, of form: FormHistory, columns: [TableColumn], countsAll: Bool, language: Language
    ) throws -> FeedPage {
        try read { reading, own in
            let scope = try Device.scope(of: ReportRequest(), reading, own, now: own.moment(environment.now()))
            let exporter = try RecordExporter(reading, scope: scope, form: form, mask: PersonalMask.text)
            let rows = try reading.rows(matching: query).compactMap { row -> (row: Int64, cells: [Cell])? in
                guard let record = try reading.record(row: row) else { return nil }
                let exported = exporter.exported(record)
                return (row, columns.map { exported.cell($0, in: language) })
            }
            return FeedPage(rows: rows, count: countsAll ? try reading.rowCount(matching: query) : nil)
        }
    }

    package func feedCount(_ query: RowQuery) throws -> Int {
        try read { reading, _ in try reading.rowCount(matching: query) }
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
