import FieldRecords

/// A file of rows, in CSV of any encoding and in JSON Lines: read in one piece and in small ones it is the same.
enum TableEntry {
    static func read(_ bytes: [UInt8]) {
        demand(rows(pieces(bytes, of: .max)) == rows(pieces(bytes, of: 5)), "rows do not depend on how they come")
        demand(lines(pieces(bytes, of: .max)) == lines(pieces(bytes, of: 5)), "nor do lines")
        guard var table = try? CSVTable(bytes: bytes) else { return }
        while let row = try? table.next() {
            demand(row.fault != nil || row.cells.count == table.header.count, "a sound row has all cells")
        }
    }

    private static func pieces(_ bytes: [UInt8], of count: Int) -> ByteSource {
        var input = FuzzInput(bytes)
        return { input.rest.isEmpty ? nil : input.take(count) }
    }

    /// All rows up to where nothing more can be read, and whether the file ends there.
    private static func rows(_ source: @escaping ByteSource) -> [[String]] {
        var rows: [[String]] = []
        var table = CSVRows(source)
        do {
            while let row = try table.next() { rows.append(row.cells) }
        } catch { rows.append([]) }
        return rows
    }

    private static func lines(_ source: @escaping ByteSource) -> [JSONLines.Line] {
        var found: [JSONLines.Line] = []
        var lines = JSONLines(source)
        while let line = try? lines.next() { found.append(line) }
        return found
    }
}
