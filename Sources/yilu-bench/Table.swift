/// Figures as a table for a terminal of 100 columns.
enum Table {
    static func text(_ figures: [Figure]) -> String {
        let header = ["figure", "here", "peer", "ratio", "goal", ""]
        let rows = figures.map { figure in
            [figure.name, figure.ours, figure.peer, rounded(figure.value), figure.goal.text, verdict(figure)]
        }
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        return ([header] + rows).map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    private static func verdict(_ figure: Figure) -> String {
        if case .none = figure.goal { return "" }
        return figure.isReached ? "reached" : "not reached"
    }
}
