import FieldRecords
import Foundation
import Reports

/// A row of a file to import.
package struct ImportRow {
    /// The line in which it begins.
    let line: Int
    /// Nil where the file names one form for all.
    let form: String?
    let cells: Cells
    /// Members of a line of JSON that stand beside its cells: no values of fields, but one of them may be the key.
    var beside: [JSONMember] = []
    /// Why the row cannot be read, without where it is.
    let fault: Phrase?

    /// Cells of CSV as typed text below the names of their columns, or members of JSON.
    enum Cells {
        case typed([String], header: [String])
        case members([JSONMember])

        var count: Int {
            switch self {
            case .typed(let texts, let header): min(texts.count, header.count)
            case .members(let members): members.count
            }
        }

        func name(_ column: Int) -> String {
            switch self {
            case .typed(_, let header): header[column]
            case .members(let members): members[column].key
            }
        }

        /// What a cell means in a field.
        func value(_ column: Int, in field: Field) throws(FieldRecordsError) -> FieldValue {
            switch self {
            case .typed(let texts, _):
                try field.value(typed: field.type.isFreeText ? texts[column] : texts[column].withoutFormulaGuard)
            case .members(let members): try field.value(json: members[column].value)
            }
        }
    }

    /// The cell's text, for a key.
    func text(_ name: String) -> String? {
        let column = (0..<cells.count).first { cells.name($0) == name }
        switch cells {
        case .typed(let texts, _): return column.map { texts[$0] }
        case .members(let members):
            switch (column.map { members[$0] } ?? beside.first { $0.key == name })?.value {
            case .string(let text): return text
            case .integer(let number): return String(number)
            default: return nil
            }
        }
    }
}

/// Rows of a CSV or a JSON Lines file, one by one.
package struct RowSource {
    private var table: CSVTable?
    private var lines: JSONLines?
    private let namesForm: Bool

    /// - Parameter namesForm: whether each line names its form, as `import auto` expects.
    package init(path: String, namesForm: Bool) throws {
        let input = try InputFile(path: path)
        let bytes: ByteSource = {
            let piece = try input.read(1 << 16)
            return piece.isEmpty ? nil : piece
        }
        self.namesForm = namesForm
        if namesForm || [".jsonl", ".ndjson", ".json"].contains(where: path.lowercased().hasSuffix) {
            lines = JSONLines(bytes)
        } else {
            table = try CSVTable(bytes)
        }
    }

    package mutating func next() throws -> ImportRow? {
        if let line = try lines?.next() {
            let (cells, beside) = RowSource.cells(line.object.members ?? [])
            return ImportRow(
                line: line.line, form: namesForm ? line.object["form"]?.text : nil, cells: .members(cells),
                beside: beside, fault: line.fault?.reason)
        }
        guard let row = try table?.next(), let header = table?.header else { return nil }
        return ImportRow(
            line: row.line, form: nil, cells: .typed(row.cells, header: header), fault: row.fault?.reason)
    }

    /// The members that are cells, and those beside them.
    ///
    /// Where a line has an object `fields`, its members are the cells, and `date` beside it where it has none itself:
    /// the others tell of the record what no field holds, such as `town` and `number` of an export, whatever the form
    /// calls its fields.
    private static func cells(_ members: [JSONMember]) -> (cells: [JSONMember], beside: [JSONMember]) {
        guard let fields = members.first(where: { $0.key == "fields" })?.value.members else { return (members, []) }
        let date = fields.contains { $0.key == "date" } ? nil : members.first { $0.key == "date" }
        return (fields + [date].compactMap(\.self), members.filter { $0.key != "fields" })
    }
}
