package import FieldRecords
import Store

extension SeasonReport {
    /// The report as one page of HTML that stands alone: it prints on A4, and a browser makes a PDF of it.
    ///
    /// - Parameter recordPath: where a record's own page is, by its number; nil where there is none.
    package func page(in language: Language, recordPath: ((String) -> String)? = nil) -> [UInt8] {
        let page = ReportPage(report: self, language: language, recordPath: recordPath)
        return Array(page.html.utf8)
    }
}

/// Puts the page together; what each section shows stands in the extensions.
struct ReportPage {
    let report: SeasonReport
    let language: Language
    let recordPath: ((String) -> String)?

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="\(language == .zh ? "zh-CN" : "en")">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(title.markup)</title>
        <style>\(ReportStyle.css)</style>
        </head>
        <body>
        <header>
        <h1>\(title.markup)</h1>
        <p class="period">\(say(days))</p>
        </header>
        <p class="coverage">\(say(report.coverage.sentence))</p>
        \(figures)
        \(charts)
        \(towns)
        \(silent)
        \(definitions)
        \(records)
        <footer>\(say(origin))</footer>
        </body>
        </html>

        """
    }

    func say(_ phrase: Phrase) -> String { phrase.text(in: language).markup }

    func heading(_ phrase: Phrase) -> String { "<h2>\(say(phrase))</h2>" }

    private var title: String {
        Phrase(zh: "\(report.scope.place.name)驿站报告", en: "Station report: \(report.scope.place.name)").text(
            in: language)
    }

    private var days: Phrase {
        let period = report.scope.period
        return Phrase(
            zh: "\(period.from) 至 \(period.to)，两端都计入", en: "\(period.from) to \(period.to), both days included")
    }

    private var origin: Phrase {
        let scope = report.scope
        let network = scope.network.prefix(8)
        let time = "\(scope.now.date) \(scope.now.time.description.prefix(5))"
        return Phrase(
            zh: "由设备 \(scope.device) 于 \(time) 生成；网络 \(scope.networkName)（\(network)）",
            en: "Made by device \(scope.device) on \(time); network \(scope.networkName) (\(network))")
    }

    /// One card a figure; the number leads to the records behind it. The stations known stand beside those heard from.
    private var figures: String {
        let cards = report.figures.filter { $0.figure.id != .stationsKnown }.map { result in
            let known = result.figure.id == .stationsHeard ? report.result(.stationsKnown) : nil
            let numbers = ([result] + (known.map { [$0] } ?? [])).map(number).joined(separator: " / ")
            let title = ([result.figure.title] + (known.map { [$0.figure.title] } ?? [])).map(say).joined(
                separator: " / ")
            return """
                <li><div class="value">\(numbers)<span class="unit">\(say(FigureText.word(for: result.figure.unit, of: known?.value ?? result.value)))</span>\
                </div><div class="title">\(title)</div></li>
                """
        }
        return "<ul class=\"figures\">\n\(cards.joined(separator: "\n"))\n</ul>"
    }

    private func number(_ result: FigureResult) -> String {
        "<a href=\"#\(result.figure.id.rawValue)\">\(result.value.map(FigureText.number) ?? "–")</a>"
    }
}
