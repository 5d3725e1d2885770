package import FieldRecords
package import Store

/// Records as CSV: a header of names, then a row a record.
package struct CSVWriter: TableWriter {
    private let columns: [TableColumn]
    private let language: Language
    private let sink: ByteSink

    package init(_ form: FormHistory, language: Language, sink: @escaping ByteSink) {
        columns = TableColumn.all(of: form)
        self.language = language
        self.sink = sink
    }

    package mutating func begin() throws {
        try sink(CSVText.byteOrderMark + CSVText.row(columns.map(\.name)))
    }

    package mutating func add(_ record: ExportedRecord) throws {
        try sink(CSVText.row(columns.map { record.cell($0, in: language).plainText }))
    }

    package mutating func finish() throws {}
}
