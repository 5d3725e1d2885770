package import FieldRecords
package import Store

extension SeasonReport {
    /// The figures as rows of a table: in all, by town, by kind.
    package func csv(in language: Language) -> [UInt8] {
        let header = [
            "figure", "title", "scope", "key", "label", "value", "unit", "known", "heard", "from", "to", "place",
        ]
        let rows = figures.flatMap { result in
            let all = [("all", "", scope.place.name, result.value)]
            let towns = result.byTown.map { ("town", $0.key, $0.key, Optional($0.value)) }
            let kinds = result.byKind.map { ("kind", $0.key, label(of: $0, in: result, language), Optional($0.value)) }
            return (all + towns + kinds).map { scope, key, label, value in
                [
                    result.figure.id.rawValue, result.figure.title.text(in: language), scope, key.harmlessCell,
                    label.harmlessCell, value.map(FigureText.number) ?? "", "\(result.figure.unit)",
                    String(coverage.known), String(coverage.heard), self.scope.period.from.description,
                    self.scope.period.to.description, self.scope.place.name.harmlessCell,
                ]
            }
        }
        return CSVText.byteOrderMark + ([header] + rows).flatMap(CSVText.row)
    }

    /// What a kind is called; its code where no form names it.
    package func label(of part: FigurePart, in result: FigureResult, _ language: Language) -> String {
        label(ofKind: part.key, in: result.figure, language)
    }

    /// What a kind is called; its code where no form names it.
    package func label(ofKind key: String, in figure: Figure, _ language: Language) -> String {
        if key.isEmpty { return Phrase(zh: "未填", en: "not given").text(in: language) }
        let form = forms.first { $0.name == figure.form }
        let choice = figure.kindField.flatMap { form?.field($0) }?.choice(key)
        return choice?.label.text(in: language) ?? key
    }
}

/// Figures as people read them.
package enum FigureText {
    /// Whole numbers without a point, others to two places at most, no separators.
    package static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        let hundredths = (value * 100).rounded()
        guard let scaled = Int64(exactly: hundredths) else { return String(value) }
        let sign = scaled < 0 ? "-" : ""
        let (whole, part) = scaled.magnitude.quotientAndRemainder(dividingBy: 100)
        if part == 0 { return "\(sign)\(whole)" }
        return part % 10 == 0 ? "\(sign)\(whole).\(part / 10)" : "\(sign)\(whole).\(part < 10 ? "0" : "")\(part)"
    }

    /// The word behind a number.
    package static func word(for unit: Figure.Unit, of value: Double?) -> Phrase {
        let (zh, one, many) =
            switch unit {
            case .stations: ("个", "station", "stations")
            case .times: ("次", "visit", "visits")
            case .packs: ("份", "pack", "packs")
            case .activities: ("场", "activity", "activities")
            case .issues: ("件", "issue", "issues")
            case .days: ("天", "day", "days")
            case .talks: ("场", "talk", "talks")
            case .services: ("次", "service", "services")
            case .hours: ("小时", "hour", "hours")
            case .honours: ("项", "honour", "honours")
            case .people: ("人", "person", "people")
            }
        return Phrase(zh: zh, en: value == 1 ? one : many)
    }
}
