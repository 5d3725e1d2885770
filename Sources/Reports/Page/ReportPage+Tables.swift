import FieldRecords
import Store

extension ReportPage {
    /// Record numbers that the page lists for one figure; the JSON has all.
    private static let numbersShownMax = 1_000
    /// Rows of a table that is not broken between pages.
    private static let keptRowsMax = 30

    var towns: String {
        let rows = report.townRows
        guard rows.count > 1 else { return "" }
        let head = report.figures.map { "<th>\(say($0.figure.shortTitle))</th>" }.joined()
        let body = rows.map { row in
            "<tr><td class=\"name\">\(row.town.markup)</td>\(cells(row.values))</tr>"
        }
        let sum =
            "<tr class=\"sum\"><td>\(say(Phrase(zh: "合计", en: "In all")))</td>\(cells(report.figures.map(\.value)))</tr>"
        return """
            \(heading(Phrase(zh: "各街镇", en: "By town")))
            <div class="wide"><table><thead><tr><th>\(say(Phrase(zh: "街镇", en: "Town")))</th>\(head)</tr></thead>
            <tbody>
            \((body + [sum]).joined(separator: "\n"))
            </tbody></table></div>
            """
    }

    private func cells(_ values: [Double?]) -> String {
        values.map { "<td>\($0.map(FigureText.number) ?? "")</td>" }.joined()
    }

    var silent: String {
        let silent = report.coverage.silent
        guard !silent.isEmpty else { return "" }
        let rows = silent.map { station in
            let since = station.since?.description ?? Phrase(zh: "从未", en: "never").text(in: language)
            let cells = [station.code, station.name, station.town, since, station.daysSilent.map(String.init) ?? ""]
            return "<tr>\(cells.map { "<td>\($0.markup)</td>" }.joined())</tr>"
        }
        let head = [
            Phrase(zh: "代码", en: "Code"), Phrase(zh: "驿站", en: "Station"), Phrase(zh: "街镇", en: "Town"),
            Phrase(zh: "最后消息", en: "Last heard"), Phrase(zh: "天数", en: "Days"),
        ]
        // A list that fits a page stays on one.
        let style = silent.count <= ReportPage.keptRowsMax ? " class=\"keep\"" : ""
        return """
            <section\(style)>\(heading(Phrase(zh: "没有消息的驿站", en: "Silent stations")))
            <table class="words"><thead><tr>\(head.map { "<th>\(say($0))</th>" }.joined())</tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></section>
            """
    }

    /// Each figure with its sentence: what exactly was counted.
    var definitions: String {
        let rows = report.figures.map { result in
            """
            <tr><td class="name">\(say(result.figure.title))</td><td>\(say(result.figure.sentence))</td></tr>
            """
        }
        let note = Phrase(
            zh: "日期以网络所在时区的当天为准；已删除的记录不计；有分歧的记录按所显示的值计。每个数字的覆盖面：\(report.coverage.sentence.zh)。",
            en: "Days are those of the network's offset from UTC; deleted records do not count; one in conflict counts "
                + "with the value it shows. Coverage of every figure: \(report.coverage.sentence.en).")
        return """
            <section class="keep">\(heading(Phrase(zh: "怎样计数", en: "How it is counted")))
            <table class="words"><tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table>
            <p class="note">\(say(note))</p></section>
            """
    }

    /// The records behind each figure, folded; unfolded ones print too.
    var records: String {
        let lists = report.figures.map { result in
            let shown = result.records.prefix(ReportPage.numbersShownMax)
            let items = shown.map { "<span>\(link($0.number))</span>" }.joined(separator: "\n")
            let rest = result.records.count - shown.count
            let more =
                rest > 0
                ? "<p class=\"note\">"
                    + say(Phrase(zh: "另有 \(rest) 条，见 JSON 报告", en: "and \(rest) more: see the report in JSON")) + "</p>"
                : ""
            let count = Phrase(
                zh: "\(result.figure.title.zh)：\(result.records.count) 条记录",
                en: "\(result.figure.title.en): \(result.records.count) record\(result.records.count == 1 ? "" : "s")")
            return """
                <details id="\(result.figure.id.rawValue)"><summary>\(say(count))</summary>
                <div class="numbers">\(items)</div>\(more)</details>
                """
        }
        return """
            <section class="screen">\(heading(Phrase(zh: "背后的记录", en: "The records behind them")))</section>
            \(lists.joined(separator: "\n"))
            """
    }

    private func link(_ number: String) -> String {
        guard let recordPath else { return number.markup }
        return "<a href=\"\(recordPath(number).markup)\">\(number.markup)</a>"
    }
}
