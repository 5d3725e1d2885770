import Foundation

/// Lines over sizes, both by powers of ten, as an SVG of a few kilobytes that reads well on white and on black.
struct GrowthPlot {
    let title: String
    let unit: String
    /// Points ascending by size, all above 0.
    let series: [(name: String, points: [(size: Double, value: Double)])]

    private static let colours = ["#1b7f79", "#d1603d", "#5b6abf", "#b08900"]
    private static let area = (left: 70.0, top: 48.0, width: 470.0, height: 260.0)

    private var sizes: ClosedRange<Int> { powers(series.flatMap { $0.points.map(\.size) }) }
    private var values: ClosedRange<Int> { powers(series.flatMap { $0.points.map(\.value) }) }

    /// The powers of ten around numbers.
    private func powers(_ numbers: [Double]) -> ClosedRange<Int> {
        let logs = numbers.filter { $0 > 0 }.map { log10($0) }
        let low = Int((logs.min() ?? 0).rounded(.down))
        return low...max(low + 1, Int((logs.max() ?? 1).rounded(.up)))
    }

    private func x(_ size: Double) -> Double {
        let part = (log10(size) - Double(sizes.lowerBound)) / Double(sizes.count - 1)
        return Self.area.left + part * Self.area.width
    }

    private func y(_ value: Double) -> Double {
        let part = (log10(value) - Double(values.lowerBound)) / Double(values.count - 1)
        return Self.area.top + (1 - part) * Self.area.height
    }

    /// Where each line's name stands: beside its end, and none over another.
    private var nameHeights: [Double] {
        let ends = series.map { series in series.points.last { $0.size > 0 && $0.value > 0 }.map { y($0.value) } ?? 0 }
        var heights = ends
        var free = -Double.infinity
        for index in ends.indices.sorted(by: { ends[$0] < ends[$1] }) {
            heights[index] = max(ends[index], free)
            free = heights[index] + 14
        }
        return heights
    }

    var svg: String {
        let lines = [
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 360" font-family="sans-serif" font-size="12">"#,
            "<style>text{fill:#444}.grid{stroke:#999;stroke-opacity:.3}path{fill:none;stroke-width:2}",
            "@media(prefers-color-scheme:dark){text{fill:#ccc}}</style>",
            #"<text x="70" y="24" font-size="15">\#(title)</text>"#,
        ]
        return (lines + grid + series.indices.flatMap(line) + ["</svg>", ""]).joined(separator: "\n")
    }

    private var grid: [String] {
        let (area, bottom) = (Self.area, Self.area.top + Self.area.height)
        let columns = sizes.flatMap { power in
            let place = text(x(pow10(power)))
            return [
                #"<path class="grid" d="M\#(place) \#(text(area.top))V\#(text(bottom))"/>"#,
                #"<text x="\#(place)" y="\#(text(bottom + 18))" text-anchor="middle">\#(short(power))</text>"#,
            ]
        }
        let rows = values.flatMap { power in
            let place = y(pow10(power))
            return [
                #"<path class="grid" d="M\#(text(area.left)) \#(text(place))H\#(text(area.left + area.width))"/>"#,
                #"<text x="\#(text(area.left - 8))" y="\#(text(place + 4))" text-anchor="end">\#(short(power))</text>"#,
            ]
        }
        return columns + rows + [
            #"<text x="\#(text(area.left))" y="\#(text(bottom + 36))">changes held; \#(unit), both by powers of ten</text>"#
        ]
    }

    private func line(_ index: Int) -> [String] {
        let colour = Self.colours[index % Self.colours.count]
        let points = series[index].points.filter { $0.size > 0 && $0.value > 0 }
        guard let last = points.last else { return [] }
        let path = points.enumerated().map {
            "\($0.offset == 0 ? "M" : "L")\(text(x($0.element.size))) \(text(y($0.element.value)))"
        }
        return [#"<path stroke="\#(colour)" d="\#(path.joined())"/>"#]
            + points.map {
                #"<circle cx="\#(text(x($0.size)))" cy="\#(text(y($0.value)))" r="3" fill="\#(colour)"/>"#
            } + [
                #"<text x="\#(text(x(last.size) + 10))" y="\#(text(nameHeights[index] + 4))" style="fill:\#(colour)">\#(series[index].name)</text>"#
            ]
    }

    private func pow10(_ power: Int) -> Double { pow(10, Double(power)) }

    private func text(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

    /// `10`, `1 000`, `100 k`, `10 M`.
    private func short(_ power: Int) -> String {
        switch power {
        case ..<0: "\(pow10(power))"
        case 0..<3: "\(Int(pow10(power)))"
        case 3..<6: "\(Int(pow10(power - 3))) k"
        default: "\(Int(pow10(power - 6))) M"
        }
    }
}
