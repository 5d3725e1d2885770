/// One sheet of a form, whatever file it came from: CSV, Markdown and XLSX all become these.
package struct FormSheet: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        /// As the file counts its rows, from 1.
        package let number: Int
        package let cells: [String]

        package init(number: Int, cells: [String]) {
            self.number = number
            self.cells = cells
        }
    }

    /// As the file has it; case does not count.
    package let name: String
    /// The header first; empty rows are left out.
    package let rows: [Row]

    package init(name: String, rows: [Row]) {
        self.name = name
        self.rows = rows
    }
}

/// How large a form may be.
package enum FormLimits {
    package static let bytesMax = 4 << 20
    /// Rows of the survey sheet: a record with more fields is no form but a database.
    package static let fieldsMax = 500
    package static let choicesMax = 20_000
    /// A label, a hint or a message.
    package static let labelBytesMax = 4 * 1024
    package static let groupDepthMax = 16
    /// The text in one field.
    package static let textBytesMax = 64 * 1024
    /// The codes in one `select_multiple`.
    package static let listEntriesMax = 200
}

extension FormSheet {
    private static let known: Set<String> = [
        "survey", "choices", "settings", "external_choices", "entities", "osm",
    ]

    /// The sheets of pyxform's one-file layout: the first column names a sheet, which goes on until the next name.
    ///
    /// - Throws: ``FieldRecordsError/badTable(_:)`` for what is no CSV, ``FieldRecordsError/badForm(_:)`` for a sheet
    ///   that XLSForm does not know and for rows before the first.
    package static func sheets(csv bytes: [UInt8]) throws(FieldRecordsError) -> [FormSheet] {
        guard bytes.count <= FormLimits.bytesMax else {
            throw .badForm(
                FormFault(
                    sheet: "",
                    Phrase(
                        zh: "表单文件超过 \(FormLimits.bytesMax) 字节",
                        en: "the form is larger than \(FormLimits.bytesMax) bytes")))
        }
        var sheets: [FormSheet] = []
        var name: String?
        var rows: [Row] = []
        for row in try allRows(csv: bytes) {
            let cells = row.cells.map(\.trimmed)
            if let first = cells.first, !first.isEmpty {
                guard known.contains(first.lowercased()) else {
                    throw .badForm(
                        FormFault(
                            sheet: "", row: row.row,
                            Phrase(
                                zh: "第一列的“\(first.prefix(64))”不是工作表名",
                                en: "“\(first.prefix(64))” in the first column is not the name of a sheet"),
                            advice: Phrase(
                                zh: "第一列只写 survey、choices 或 settings，其余内容从第二列开始。",
                                en: "Write only survey, choices or settings there, all else from the second column.")))
                }
                if let name { sheets.append(FormSheet(name: name, rows: rows)) }
                name = first
                rows = []
            }
            let content = Array(cells.dropFirst())
            if content.contains(where: { !$0.isEmpty }) { rows.append(Row(number: row.row, cells: content)) }
        }
        if let name { sheets.append(FormSheet(name: name, rows: rows)) }
        return sheets
    }

    /// The text of a CSV file in any encoding that ``sheets(csv:)`` reads, without its mark.
    ///
    /// - Throws: ``FieldRecordsError/badTable(_:)`` for bytes that are no text.
    package static func text(csv bytes: [UInt8]) throws(FieldRecordsError) -> String {
        var decoder = TextDecoder()
        guard let text = decoder.decode(bytes, isLast: true) else {
            throw .badTable(TableFault(bytes.contains(0) ? .binary : .unknownEncoding, row: 1, line: 1))
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func allRows(csv bytes: [UInt8]) throws(FieldRecordsError) -> [CSVRows.Row] {
        var reader = CSVRows(bytes: bytes)
        var rows: [CSVRows.Row] = []
        do {
            while let row = try reader.next() { rows.append(row) }
        } catch let error as FieldRecordsError {
            throw error
        } catch {
            preconditionFailure("bytes in memory cannot fail to be read: \(error)")
        }
        return rows
    }
}
