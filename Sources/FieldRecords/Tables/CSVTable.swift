/// A CSV file whose first row names the columns.
package struct CSVTable {
    /// One row below the header.
    package struct Row: Hashable, Sendable {
        /// As many as the header has, unless ``fault`` says otherwise.
        package let cells: [String]
        package let row: Int
        package let line: Int
        /// Set where the row has more or fewer cells than the header: such a row is reported, never guessed at.
        package let fault: TableFault?
    }

    /// The names of the columns, without space around them.
    package let header: [String]
    private var rows: CSVRows

    /// Reads the header.
    ///
    /// - Throws: ``FieldRecordsError/badTable(_:)`` where there is none or a name stands twice.
    package init(_ source: @escaping ByteSource) throws {
        try self.init(rows: CSVRows(source))
    }

    /// A table that is in memory already.
    package init(bytes: [UInt8]) throws {
        try self.init(rows: CSVRows(bytes: bytes))
    }

    private init(rows: CSVRows) throws {
        self.rows = rows
        guard let first = try self.rows.next() else {
            throw FieldRecordsError.badTable(TableFault(.empty, row: 1, line: 1))
        }
        header = first.cells.map(\.trimmed)
        var seen = Set<String>()
        for name in header where !name.isEmpty && !seen.insert(name).inserted {
            throw FieldRecordsError.badTable(TableFault(.duplicateColumn(name), row: first.row, line: first.line))
        }
    }

    /// The next row; nil at the end.
    ///
    /// - Throws: ``FieldRecordsError/badTable(_:)`` where nothing after it can be read; what the source throws.
    package mutating func next() throws -> Row? {
        guard let found = try rows.next() else { return nil }
        var cells = found.cells
        // Spreadsheet programs leave empty cells beyond the last column.
        while cells.count > header.count, cells.last?.isEmpty == true { cells.removeLast() }
        var problem: TableFault.Problem?
        if cells.count > header.count {
            problem = .tooManyCells(found: cells.count, expected: header.count)
        } else if cells.count < header.count {
            problem = .tooFewCells(found: cells.count, expected: header.count)
        }
        let fault = problem.map { TableFault($0, row: found.row, line: found.line) }
        return Row(cells: cells, row: found.row, line: found.line, fault: fault)
    }
}
