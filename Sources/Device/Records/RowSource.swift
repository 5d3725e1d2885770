import FieldRecords
import Foundation

/// A row of a file to import.
package struct ImportRow {
    /// The line in which it begins.
    let line: Int
    /// Nil where the file names one form for all.
    let form: String?
    let cells: Cells
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
            case .typed(let texts, _): try field.value(typed: texts[column])
            case .members(let members): try field.value(json: members[column].value)
            }
        }
    }

    /// The cell's text, for a key.
    func text(_ name: String) -> String? {
        guard let column = (0..<cells.count).first(where: { cells.name($0) == name }) else { return nil }
        switch cells {
        case .typed(let texts, _): return texts[column]
        case .members(let members):
            switch members[column].value {
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
        if namesForm || [".jsonl", ".ndjson", ".json"].contains(where: path.hasSuffix) {
            lines = JSONLines(bytes)
        } else {
            table = try CSVTable(bytes)
        }
    }

    package mutating func next() throws -> ImportRow? {
        if let line = try lines?.next() {
            return ImportRow(
                line: line.line, form: namesForm ? line.object["form"]?.text : nil,
                cells: .members(RowSource.cells(line.object.members ?? [])), fault: line.fault?.what)
        }
        guard let row = try table?.next(), let header = table?.header else { return nil }
        return ImportRow(
            line: row.line, form: nil, cells: .typed(row.cells, header: header), fault: row.fault?.what)
    }

    /// The members that are cells: those of `fields` too, where there are any, and then they count before the others.
    private static func cells(_ members: [JSONMember]) -> [JSONMember] {
        guard let nested = members.first(where: { $0.key == "fields" }) else { return members }
        let fields = nested.value.members ?? []
        let names = Set(fields.map(\.key))
        return members.filter { $0.key != "fields" && $0.key != "form" && !names.contains($0.key) } + fields
    }
}
