import Causality
package import FieldRecords
import Foundation
import GRDB

/// Which records a report looks at.
package struct FigureScope: Sendable {
    /// Both end days count.
    package let from: CivilDate
    package let to: CivilDate
    /// The nodes whose records count; nil for all that are here.
    package let nodes: Set<UInt64>?
    /// As ``StoreReading/formHistories()`` tells them.
    package let forms: [FormHistory]

    package init(from: CivilDate, to: CivilDate, nodes: Set<UInt64>?, forms: [FormHistory]) {
        self.forms = forms
        self.from = from
        self.to = to
        self.nodes = nodes
    }
}

/// What the records of one node and one kind come to.
package struct FigureTally: Hashable, Sendable {
    package let node: UInt64
    /// A code or a text, or the codes of a `select_multiple`; one empty text where the records do not say.
    package let kinds: [String]
    package let records: Int
    /// The sum, for a figure that sums; the days of one group of records, for a median.
    package let amount: Double
}

/// A record behind a figure.
package struct CountedRecord: Hashable, Sendable {
    /// `037-214`.
    package let number: String
    package let node: UInt64
    /// What it adds to a sum, or its days; nil where records are only counted, and where it does not say.
    package let amount: Double?
}

extension StoreReading {
    /// What a figure comes to, by node and kind: each record stands in exactly one tally.
    package func tallies(of figure: Figure, in scope: FigureScope) throws -> [FigureTally] {
        guard let form = scope.form(of: figure) else { return [] }
        let (amount, group) =
            switch figure.measure {
            case .records: ("0.0", "")
            // Total() never overflows.
            case .sum: ("total(\(figure.amountSQL))", "")
            case .medianDays: (figure.amountSQL, ", 4")
            }
        let sql = """
            \(FormView.with(form))
            SELECT _place, \(figure.kindSQL), count(*), \(amount) FROM form_\(form.name)
            WHERE \(figure.conditionSQL)\(scope.placeSQL) GROUP BY 1, 2\(group)
            """
        let nodes = try nodesByPlaceRow()
        var kinds: [String: [String]] = [:]
        return try rows(sql, arguments(of: figure, scope)).compactMap { row in
            guard let node = nodes[try row.read(0)] else { return nil }
            let text: String = try row.readOptional(1) ?? ""
            let told = kinds[text] ?? figure.kinds(in: text)
            kinds[text] = told
            return FigureTally(
                node: node, kinds: told, records: try row.read(2), amount: try row.readOptional(3) ?? 0)
        }
    }

    /// Gives the records behind a figure one by one, by day.
    package func records(
        behind figure: Figure, in scope: FigureScope, _ each: (CountedRecord) throws -> Void
    ) throws {
        guard let form = scope.form(of: figure) else { return }
        let sql = """
            \(FormView.with(form))
            SELECT _number, _place, \(figure.amountSQL) FROM form_\(form.name)
            WHERE \(figure.conditionSQL)\(scope.placeSQL) ORDER BY "\(figure.day)", _record
            """
        let nodes = try nodesByPlaceRow()
        let cursor = try Row.fetchCursor(db, sql: sql, arguments: arguments(of: figure, scope))
        while let row = try cursor.next() {
            guard let node = nodes[try row.read(1)] else { continue }
            try each(CountedRecord(number: try row.read(0), node: node, amount: try row.readOptional(2)))
        }
    }

    private func arguments(of figure: Figure, _ scope: FigureScope) -> StatementArguments {
        var arguments: StatementArguments = ["from": scope.from.description, "to": scope.to.description]
        if let nodes = scope.nodes {
            let texts = nodes.sorted().map { JSONValue.string(PlaceID(node: $0).nodeText) }
            arguments += ["nodes": JSONValue.array(texts).compact]
        }
        return arguments
    }

    private func nodesByPlaceRow() throws -> [Int64: UInt64] {
        Dictionary(
            try rows("SELECT id, node FROM place").map { (try $0.read(0), try $0.readNode(1)) },
            uniquingKeysWith: { first, _ in first })
    }
}
