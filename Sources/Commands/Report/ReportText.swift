import FieldRecords
import Reports
import Store

/// The season report on a terminal.
struct ReportText {
    /// Kinds told of one figure; the rest is told by number.
    private static let kindsShownMax = 12
    /// Silent stations told by name.
    private static let silentShownMax = 20

    let report: SeasonReport

    func lines(in language: Language) -> [String] {
        let sections = [
            heading(language), figures(language), kinds(language), towns(language), silent(language),
            definitions(language),
        ]
        return Array(sections.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private func heading(_ language: Language) -> [String] {
        let scope = report.scope
        let days = Phrase(
            zh: "\(scope.place.name)，\(scope.period.from) 至 \(scope.period.to)",
            en: "\(scope.place.name), \(scope.period.from) to \(scope.period.to)")
        return [days, report.coverage.sentence].map { $0.text(in: language).onOneLine }
    }

    private func figures(_ language: Language) -> [String] {
        Table(
            report.figures.map { result in
                [
                    result.figure.title.text(in: language), result.value.map(FigureText.number) ?? "–",
                    FigureText.word(for: result.figure.unit, of: result.value).text(in: language),
                ].map(\.onOneLine)
            }
        ).lines
    }

    /// One line a figure: its kinds in a row.
    private func kinds(_ language: Language) -> [String] {
        report.figures.filter { !$0.byKind.isEmpty }.flatMap { result in
            let parts = result.byKind.prefix(ReportText.kindsShownMax).map {
                "\(report.label(of: $0, in: result, language).onOneLine) \(FigureText.number($0.value)),"
            }
            let more = result.byKind.count - parts.count
            let rest = more > 0 ? [Phrase(zh: "另有 \(more) 种", en: "and \(more) more").text(in: language)] : []
            var words = parts + rest
            if rest.isEmpty, let last = words.last { words[words.count - 1] = String(last.dropLast()) }
            let title = result.figure.title.text(in: language) + Phrase(zh: "：", en: ":").text(in: language)
            return TextWidth.wrap(words: [title] + words, columns: HelpPage.columnsMax)
        }
    }

    private func towns(_ language: Language) -> [String] {
        let header = [Phrase(zh: "街镇", en: "TOWN")] + report.figures.map(\.figure.shortTitle)
        let rows = report.townRows.map { row in
            [row.town.onOneLine] + row.values.map { $0.map(FigureText.number) ?? "" }
        }
        guard rows.count > 1 else { return [] }
        let all = Phrase(zh: "合计", en: "In all").text(in: language)
        let sum = [all] + report.figures.map { $0.value.map(FigureText.number) ?? "" }
        return Table([header.map { $0.text(in: language) }] + rows + [sum]).lines
    }

    private func silent(_ language: Language) -> [String] {
        let silent = report.coverage.silent
        guard !silent.isEmpty else { return [] }
        let shown = silent.prefix(ReportText.silentShownMax)
        let heading = Phrase(
            zh: "没有消息的驿站：\(silent.count) 个（详见 yilu coverage）",
            en: "Silent: \(count(silent.count, "station")) (see yilu coverage)")
        return [heading.text(in: language)]
            + Table(
                shown.map {
                    ["  " + $0.code.onOneLine, $0.name.onOneLine, $0.town.onOneLine, $0.span.text(in: language)]
                }
            )
            .lines
    }

    private func definitions(_ language: Language) -> [String] {
        [Phrase(zh: "怎样计数", en: "How it is counted").text(in: language)]
            + report.figures.flatMap { result in
                TextWidth.wrap(
                    "\(result.figure.title.text(in: language)): \(result.figure.sentence.text(in: language))",
                    columns: HelpPage.columnsMax - 2
                ).map { "  " + $0 }
            }
    }
}

extension StationStanding {
    /// Since when nothing was heard.
    var span: Phrase {
        guard let since, let daysSilent else { return Phrase(zh: "从未有过消息", en: "never heard from") }
        return Phrase(zh: "自 \(since) 起 \(daysSilent) 天", en: "since \(since), \(count(daysSilent, "day"))")
    }
}
