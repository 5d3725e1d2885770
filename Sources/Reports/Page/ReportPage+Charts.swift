import FieldRecords
import Store

extension ReportPage {
    /// Bars beyond this many are drawn together into one.
    private static let barsMax = 24

    var charts: String {
        let all = [
            byKind(.visits), byKind(.activities), issues, byTown(.activities), byKind(.microservices), byKind(.packs),
        ]
        let drawn = all.filter { !$0.isEmpty }
        guard !drawn.isEmpty else { return "" }
        return heading(Phrase(zh: "构成", en: "What they are made of"))
            + "\n<div class=\"charts\">\n\(drawn.joined(separator: "\n"))\n</div>"
    }

    private func byKind(_ id: FigureID) -> String {
        guard let result = report.result(id) else { return "" }
        let bars = result.byKind.map { part in
            BarChart.Bar(label: BarChart.Bar.fitting(report.label(of: part, in: result, language)), value: part.value)
        }
        let title = result.figure.title
        return chart(
            Phrase(zh: "\(title.zh)，按类型", en: "\(title.en) by kind"), bars)
    }

    private func byTown(_ id: FigureID) -> String {
        guard let result = report.result(id), result.byTown.count > 1 else { return "" }
        let bars = result.byTown.map { BarChart.Bar(label: BarChart.Bar.fitting($0.key), value: $0.value) }
        let title = result.figure.title
        return chart(Phrase(zh: "\(title.zh)，按街镇", en: "\(title.en) by town"), bars)
    }

    /// Raised and resolved side by side.
    private var issues: String {
        guard let raised = report.result(.issuesRaised), let resolved = report.result(.issuesResolved) else {
            return ""
        }
        let resolvedByKind = Dictionary(resolved.byKind.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        let raisedKinds = Set(raised.byKind.map(\.key))
        let onlyResolved = resolved.byKind.filter { !raisedKinds.contains($0.key) }.map {
            FigurePart(key: $0.key, value: 0)
        }
        let bars = (raised.byKind + onlyResolved).map { part in
            BarChart.Bar(
                label: BarChart.Bar.fitting(report.label(of: part, in: raised, language)), value: part.value,
                second: resolvedByKind[part.key] ?? 0)
        }
        return chart(
            Phrase(zh: "诉求，按类型", en: "Issues by kind"), bars,
            legend: (Phrase(zh: "提出", en: "raised"), Phrase(zh: "解决", en: "resolved")))
    }

    private func chart(_ title: Phrase, _ bars: [BarChart.Bar], legend: (Phrase, Phrase)? = nil) -> String {
        var shown = Array(bars.prefix(ReportPage.barsMax))
        let rest = bars.dropFirst(ReportPage.barsMax)
        if !rest.isEmpty {
            let label = Phrase(zh: "其余 \(rest.count) 种", en: "\(rest.count) more")
            shown.append(
                BarChart.Bar(
                    label: label.text(in: language), value: rest.reduce(0) { $0 + $1.value },
                    second: legend == nil ? nil : rest.reduce(0) { $0 + ($1.second ?? 0) }))
        }
        let words = legend.map { ($0.0.text(in: language), $0.1.text(in: language)) }
        return BarChart(
            title: title.text(in: language), bars: shown, legend: words.map { (first: $0.0, second: $0.1) }
        ).svg
    }
}
