package import FieldRecords
package import Store

/// Records as a workbook (ECMA-376): numbers, dates and times are what they are, a header row that stays in view, and a
/// sheet that says what each column is. More records than a sheet holds go on in another.
package struct XLSXWriter: TableWriter {
    /// XML gathered before it is deflated.
    private static let bufferBytesMax = 1 << 16

    private let form: FormHistory
    private let columns: [TableColumn]
    private let language: Language
    private let utcOffsetMinutes: Int
    private let archive: ZIPWriter
    private var sheets: [String] = []
    private var rows = 0
    private var buffer: [UInt8] = []

    /// - Parameter utcOffsetMinutes: minutes east of UTC, in which dates with a time are given.
    package init(_ form: FormHistory, language: Language, utcOffsetMinutes: Int, sink: @escaping ByteSink) {
        self.form = form
        columns = TableColumn.all(of: form)
        self.language = language
        self.utcOffsetMinutes = utcOffsetMinutes
        archive = ZIPWriter(sink: sink)
    }

    package mutating func begin() throws {
        try beginRecords()
    }

    package mutating func add(_ record: ExportedRecord) throws {
        if rows == SheetXML.rowsMax {
            try endSheet()
            try beginRecords()
        }
        try add(row: columns.map { record.cell($0, in: language) })
    }

    package mutating func finish() throws {
        try endSheet()
        try addColumnsSheet()
        for part in WorkbookXML.parts(sheets: sheets) {
            try archive.begin(part.name)
            try archive.add(Array(part.content.utf8))
            try archive.end()
        }
        try archive.finish()
    }

    private mutating func beginRecords() throws {
        let widths = columns.map { column -> Int in
            switch column.source {
            case .value(let field) where field.type == .date: 12
            case .value(let field) where field.type == .dateTime: 20
            case .value(let field) where field.type == .text: 28
            case .station: 24
            default: 14
            }
        }
        try beginSheet(form.newest.title.text(in: language), widths: widths, header: columns.map(\.name))
    }

    /// What each column is, for whoever gets only this file.
    private mutating func addColumnsSheet() throws {
        let header = [Phrase(zh: "列", en: "Column"), Phrase(zh: "名称", en: "Label"), Phrase(zh: "说明", en: "What it is")]
        try beginSheet(
            Phrase(zh: "列说明", en: "columns").text(in: language), widths: [24, 28, 60],
            header: header.map { $0.text(in: language) })
        for column in columns {
            try add(
                row: [column.name, column.title.text(in: language), column.remark.text(in: language)].map(Cell.text))
        }
        try endSheet()
    }

    private mutating func beginSheet(_ title: String, widths: [Int], header: [String]) throws {
        sheets.append(WorkbookXML.sheetName(title, besides: sheets))
        try archive.begin(WorkbookXML.sheetPath(sheets.count))
        rows = 1
        try write(SheetXML.sheetStart(widths: widths) + SheetXML.header(header))
    }

    private mutating func add(row cells: [Cell]) throws {
        rows += 1
        try write(SheetXML.row(cells, utcOffsetMinutes: utcOffsetMinutes))
    }

    private mutating func endSheet() throws {
        try write(SheetXML.sheetEnd)
        try archive.add(buffer)
        buffer.removeAll(keepingCapacity: true)
        try archive.end()
    }

    private mutating func write(_ xml: String) throws {
        buffer.append(contentsOf: xml.utf8)
        guard buffer.count >= XLSXWriter.bufferBytesMax else { return }
        try archive.add(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
