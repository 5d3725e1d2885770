/// Rows of cells in columns, the first row being the header.
struct Table {
    private let rows: [[String]]

    /// - Precondition: every row has as many cells as the first.
    init(_ rows: [[String]]) {
        precondition(rows.allSatisfy { $0.count == rows.first?.count }, "a table's rows are equally long")
        self.rows = rows
    }

    var lines: [String] {
        guard let first = rows.first else { return [] }
        let widths = first.indices.map { column in
            rows.map { TextWidth.columns(of: $0[column]) }.max() ?? 0
        }
        return rows.map { cells in
            var line = zip(cells, widths).map(TextWidth.padded).joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
