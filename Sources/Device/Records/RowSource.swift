import FieldRecords
import Foundation

/// A row of a file to import.
struct ImportRow {
    /// The line in which it begins.
    let line: Int
    /// Nil where the file names one form for all.
    let form: String?
    /// Cells of CSV as typed text, or members of JSON.
    let cells: [(name: String, cell: Cell)]
    let fault: Phrase?

    enum Cell {
        case typed(String)
        case json(JSONValue)
    }

    /// The cell's text, for a key.
    func text(_ name: String) -> String? {
        guard let cell = cells.first(where: { $0.name == name })?.cell else { return nil }
        switch cell {
        case .typed(let text): return text
        case .json(.string(let text)): return text
        case .json(.integer(let number)): return String(number)
        case .json: return nil
        }
    }
}

/// Rows of a CSV or a JSON Lines file, one by one.
enum RowSource {
    case csv(CSVTable)
    case lines(JSONLines, namesForm: Bool)

    /// - Parameter namesForm: whether each line names its form, as `import auto` expects.
    init(_ input: InputFile, name: String, namesForm: Bool) throws {
        let bytes: ByteSource = {
            let piece = try input.read(1 << 16)
            return piece.isEmpty ? nil : piece
        }
        let isLines = name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") || name.hasSuffix(".json")
        if namesForm || isLines {
            self = .lines(JSONLines(bytes), namesForm: namesForm)
        } else {
            self = .csv(try CSVTable(bytes))
        }
    }

    mutating func next() throws -> ImportRow? {
        switch self {
        case .csv(var table):
            let row = try table.next()
            let header = table.header
            self = .csv(table)
            return row.map { row in
                ImportRow(
                    line: row.line, form: nil,
                    cells: zip(header, row.cells).map { (name: $0, cell: .typed($1)) }, fault: row.fault?.what)
            }
        case .lines(var lines, let namesForm):
            let line = try lines.next()
            self = .lines(lines, namesForm: namesForm)
            return line.map { RowSource.row($0.object, line: $0.line, fault: $0.fault?.what) }
        }
    }

    private static func row(_ object: JSONValue, line: Int, fault: Phrase?) -> ImportRow {
        let members = object.members ?? []
        var cells = members.filter { $0.key != "fields" && $0.key != "form" }
        if let fields = object["fields"]?.members {
            let names = Set(fields.map(\.key))
            cells = cells.filter { !names.contains($0.key) } + fields
        } else if object["fields"] == nil {
            cells = members
        }
        return ImportRow(
            line: line, form: object["form"]?.text, cells: cells.map { (name: $0.key, cell: .json($0.value)) },
            fault: fault)
    }
}
