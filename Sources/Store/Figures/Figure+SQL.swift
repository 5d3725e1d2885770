import FieldRecords

extension FigureScope {
    func form(of figure: Figure) -> FormHistory? {
        figure.form.flatMap { name in forms.first { $0.name == name } }
    }

    var placeSQL: String {
        nodes == nil
            ? "" : " AND _place IN (SELECT id FROM place WHERE node IN (SELECT value FROM json_each(:nodes)))"
    }
}

extension Figure {
    var conditionSQL: String {
        var conditions = ["\"\(day)\" BETWEEN :from AND :to"]
        if let condition { conditions.append("\"\(condition.field)\" = '\(condition.code)'") }
        if case .medianDays = measure { conditions.append("\(amountSQL) IS NOT NULL") }
        return conditions.joined(separator: " AND ")
    }

    /// What one record adds; NULL where it does not say, or where a stranger wrote something else into the field.
    var amountSQL: String {
        switch measure {
        case .records: "NULL"
        case .sum(let field):
            "CASE WHEN typeof(\"\(field)\") IN ('integer', 'real') "
                + "AND \"\(field)\" BETWEEN -\(Figure.amountMax) AND \(Figure.amountMax) THEN \"\(field)\" END"
        // SQLite takes much for a time, `now` among it; only a day as people write it counts.
        case .medianDays(let from, let to):
            "CASE WHEN \"\(from)\" GLOB '\(Figure.dayPattern)' AND \"\(to)\" GLOB '\(Figure.dayPattern)' "
                + "THEN julianday(\"\(to)\") - julianday(\"\(from)\") END"
        }
    }

    /// What is larger was never counted by anybody; without a limit one such number would drown every sum.
    private static let amountMax = 1_000_000_000_000

    private static let dayPattern = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"

    /// What records are told apart by, as one text.
    var kindSQL: String {
        switch kinds {
        case .none: "''"
        case .field(let field), .eachOf(let field): "CAST(\"\(field)\" AS TEXT)"
        }
    }

    /// The kinds that such a text names; one empty text where it names none.
    func kinds(in text: String) -> [String] {
        guard case .eachOf = kinds else { return [text] }
        let codes = (try? JSONValue(parsing: text.utf8))?.elements?.compactMap(\.text) ?? []
        return codes.isEmpty ? [""] : codes
    }
}
