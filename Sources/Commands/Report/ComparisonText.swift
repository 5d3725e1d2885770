import FieldRecords
import Reports
import Store

/// Why two reports differ, on a terminal.
struct ComparisonText {
    /// Records, or towns and kinds, told of one figure; `--json` has all.
    private static let differencesShownMax = 20

    let report: SeasonReport
    let comparison: Comparison

    var json: JSONValue {
        .object((report.json.members ?? []) + [JSONMember("comparison", comparison.json)])
    }

    func lines(in language: Language) -> [String] {
        let scope = report.scope
        let heading = Phrase(
            zh: "\(scope.place.name)，\(scope.period.from) 至 \(scope.period.to)：\(scope.device) 与 \(comparison.other)",
            en:
                "\(scope.place.name), \(scope.period.from) to \(scope.period.to): \(scope.device) and \(comparison.other)"
        )
        let differing = comparison.entries.filter { !$0.isEqual }
        guard !differing.isEmpty else {
            return [heading, Phrase(zh: "两份报告相同。", en: "Both reports are equal.")]
                .map { $0.text(in: language).onOneLine }
        }
        return [heading.text(in: language).onOneLine] + differing.flatMap { lines(of: $0, language) }
    }

    private func lines(of entry: Comparison.Entry, _ language: Language) -> [String] {
        let (here, there) = (entry.here.map(FigureText.number) ?? "–", entry.there.map(FigureText.number) ?? "–")
        let title = Phrase(
            zh: "\(entry.figure.title.zh)：本机 \(here)，\(comparison.other) \(there)",
            en: "\(entry.figure.title.en): \(here) here, \(there) at \(comparison.other)")
        let rows = entry.differences.isEmpty ? parts(of: entry, language) : records(of: entry, language)
        let shown = Array(rows.prefix(ComparisonText.differencesShownMax))
        let more = rows.count - shown.count
        let rest = more > 0 ? [Phrase(zh: "  另有 \(more) 条，见 --json", en: "  and \(more) more: see --json")] : []
        return ["", title.text(in: language).onOneLine] + Table(shown).lines + rest.map { $0.text(in: language) }
    }

    private func records(of entry: Comparison.Entry, _ language: Language) -> [[String]] {
        entry.differences.map { difference in
            [
                "  " + difference.number, side(difference).text(in: language),
                difference.reason.phrase(other: comparison.other).text(in: language),
            ].map(\.onOneLine)
        }
    }

    /// The towns and kinds that differ.
    private func parts(of entry: Comparison.Entry, _ language: Language) -> [[String]] {
        let towns = entry.towns.map { ($0.key, $0) }
        let kinds = entry.kinds.map { (report.label(ofKind: $0.key, in: entry.figure, language), $0) }
        return (towns + kinds).map { name, part in
            ["  " + name, values(part.here, part.there).text(in: language)].map(\.onOneLine)
        }
    }

    private func side(_ difference: Difference) -> Phrase {
        guard difference.isCountedHere else {
            return Phrase(zh: "只在 \(comparison.other)", en: "only at \(comparison.other)")
        }
        guard difference.isCountedThere else { return Phrase(zh: "只在本机", en: "only here") }
        return values(difference.amounts.here, difference.amounts.there)
    }

    private func values(_ here: Double?, _ there: Double?) -> Phrase {
        let (one, two) = (here.map(FigureText.number) ?? "–", there.map(FigureText.number) ?? "–")
        return Phrase(zh: "本机 \(one)，对方 \(two)", en: "\(one) here, \(two) there")
    }
}
