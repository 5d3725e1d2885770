/// Rows of cells in columns, the first row being the header.
///
/// A table that is wider than a terminal is broken within its cells, the widest columns first. Where that is not enough,
/// or would leave little but single characters in a line, the columns stand in bands below one another, each with the
/// first column before it. Nothing is left out.
struct Table {
    private static let gap = "  "
    /// A cell is not broken into lines narrower than this: Chinese text may break anywhere, and would stand upright.
    private static let cellColumnsMin = 6
    /// The first column says whose row it is, and is broken last.
    private static let headColumnsMin = 16
    /// So much of a band goes to its first column before that is broken.
    private static let headColumnsMax = TextWidth.columnsMax / 2

    private let rows: [[String]]

    /// - Precondition: every row has as many cells as the first.
    init(_ rows: [[String]]) {
        precondition(rows.allSatisfy { $0.count == rows.first?.count }, "a table's rows are equally long")
        self.rows = rows
    }

    var lines: [String] {
        let columns = Array(rows.first?.indices ?? 0..<0)
        guard let head = columns.first else { return [] }
        let natural = columns.map { widest($0, TextWidth.columns) }
        var least = columns.map { widest($0, Table.leastWidth) }
        least[head] = max(least[head], min(natural[head], Table.headColumnsMin))
        guard Table.total(least) > TextWidth.columnsMax else { return band(columns, natural, least) }
        var wanted = natural
        wanted[head] = max(least[head], min(natural[head], Table.headColumnsMax))
        var bands: [[Int]] = []
        for column in columns.dropFirst() {
            if let last = bands.last, Table.total((last + [column]).map { wanted[$0] }) <= TextWidth.columnsMax {
                bands[bands.count - 1].append(column)
            } else {
                bands.append([head, column])
            }
        }
        return Array(bands.map { band($0, natural, least) }.joined(separator: [""]))
    }

    /// Some of the columns beside one another.
    private func band(_ columns: [Int], _ natural: [Int], _ least: [Int]) -> [String] {
        let widths = Table.fitted(columns.map { natural[$0] }, least: columns.map { least[$0] })
        return rows.flatMap { cells in
            let broken = zip(columns, widths).map { Table.broken(cells[$0], columns: $1) }
            return (0..<(broken.map(\.count).max() ?? 0)).map { index in
                let parts = broken.map { index < $0.count ? $0[index] : "" }
                var line = zip(parts, widths).map(TextWidth.padded).joined(separator: Table.gap)
                while line.last == " " { line.removeLast() }
                return line
            }
        }
    }

    /// The widths as they are, or the widest made narrower until all fit, or can be no narrower.
    private static func fitted(_ natural: [Int], least: [Int]) -> [Int] {
        var widths = natural
        while total(widths) > TextWidth.columnsMax,
            let widest = widths.indices.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
        {
            widths[widest] -= 1
        }
        return widths
    }

    private static func total(_ widths: [Int]) -> Int { widths.reduce(-gap.count) { $0 + $1 + gap.count } }

    private func widest(_ column: Int, _ width: (String) -> Int) -> Int {
        rows.map { width($0[column]) }.max() ?? 0
    }

    private static func leastWidth(of cell: String) -> Int {
        let longestWord = broken(cell, columns: 1).map(TextWidth.columns).max() ?? 0
        return max(longestWord, min(TextWidth.columns(of: cell), cellColumnsMin))
    }

    /// The cell in lines of that width, as far as its words allow; each begins as far in as the cell does.
    private static func broken(_ cell: String, columns: Int) -> [String] {
        guard TextWidth.columns(of: cell) > columns else { return [cell] }
        let indent = String(cell.prefix { $0 == " " })
        let parts = TextWidth.wrap(cell, columns: columns - indent.count)
        return parts.isEmpty ? [cell] : parts.map { indent + $0 }
    }
}
