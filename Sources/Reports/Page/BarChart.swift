/// Horizontal bars as SVG, one a row, with the number behind each: readable in print, without colour and without script.
struct BarChart {
    struct Bar {
        let label: String
        let value: Double
        /// A second bar below the first, for pairs such as raised and settled.
        var second: Double?
    }

    /// Half a page, two charts side by side.
    private static let width = 330.0
    private static let labelWidth = 116.0
    private static let numberWidth = 44.0
    private static let barHeight = 12.0
    private static let gap = 6.0

    let title: String
    let bars: [Bar]
    /// What the first and the second bars are, where there are pairs.
    var legend: (first: String, second: String)?

    var svg: String {
        guard bars.contains(where: { $0.value > 0 || $0.second ?? 0 > 0 }) else { return "" }
        let longest = max(bars.map { max($0.value, $0.second ?? 0) }.max() ?? 0, 1)
        let space = BarChart.width - BarChart.labelWidth - BarChart.numberWidth
        var y = legend == nil ? 0.0 : 20.0
        var parts: [String] = []
        if let legend {
            parts.append(BarChart.key(legend.first, "bar", x: BarChart.labelWidth))
            parts.append(BarChart.key(legend.second, "second", x: BarChart.labelWidth + 80))
        }
        for bar in bars {
            let values = [(bar.value, "bar")] + (bar.second.map { [($0, "second")] } ?? [])
            let height = BarChart.barHeight * Double(values.count)
            parts.append(
                BarChart.text(
                    bar.label, class: "label", x: BarChart.labelWidth - 8, y: y + height / 2, anchor: "end"))
            for (index, (value, style)) in values.enumerated() {
                let top = y + BarChart.barHeight * Double(index)
                let length = max(value, 0) / longest * space
                parts.append(
                    """
                    <rect class="\(style)" x="\(BarChart.labelWidth)" y="\(top)" width="\(BarChart.short(length))" \
                    height="\(BarChart.barHeight - 1)"/>
                    """)
                parts.append(
                    BarChart.text(
                        FigureText.number(value), class: "number", x: BarChart.labelWidth + length + 5,
                        y: top + BarChart.barHeight / 2, anchor: "start"))
            }
            y += height + BarChart.gap
        }
        return """
            <figure><figcaption>\(title.markup)</figcaption>
            <svg viewBox="0 0 \(BarChart.width) \(y)" role="img" aria-label="\(title.markup)">
            \(parts.joined(separator: "\n"))
            </svg></figure>
            """
    }

    private static func key(_ text: String, _ style: String, x: Double) -> String {
        "<rect class=\"\(style)\" x=\"\(x)\" y=\"2\" width=\"10\" height=\"10\"/>"
            + self.text(text, class: "number", x: x + 15, y: 7, anchor: "start")
    }

    private static func text(_ text: String, class style: String, x: Double, y: Double, anchor: String) -> String {
        """
        <text class="\(style)" x="\(short(x))" y="\(short(y))" text-anchor="\(anchor)" dominant-baseline="central">\
        \(text.markup)</text>
        """
    }

    private static func short(_ number: Double) -> String { String((number * 10).rounded() / 10) }
}

extension BarChart.Bar {
    /// Labels that would run out of their column are cut.
    static func fitting(_ label: String) -> String {
        var columns = 0
        var shown = ""
        for character in label {
            columns += character.unicodeScalars.contains { $0.value >= 0x2E80 } ? 2 : 1
            if columns > 20 { return shown + "…" }
            shown.append(character)
        }
        return shown
    }
}
