import FieldRecords
package import Store

extension SeasonReport {
    /// Works out a report from one committed state.
    ///
    /// - Parameter withRecords: whether each figure names the records behind it; that costs a line of memory a record.
    package init(_ reading: StoreReading, scope: ReportScope, withRecords: Bool) throws {
        let coverage = try Coverage(reading, scope: scope)
        let forms = try reading.formHistories()
        let towns = TownNames(scope)
        let query = FigureScope(from: scope.period.from, to: scope.period.to, nodes: scope.countedNodes, forms: forms)
        self.scope = scope
        self.coverage = coverage
        self.forms = forms
        self.towns = towns.inOrder
        logs = try reading.logStandings(of: scope.countedNodes)
        figures = try Figures.all.map { figure in
            var result =
                figure.form == nil
                ? coverage.result(figure) : try FigureResult(figure, reading, query, towns: towns, forms: forms)
            if withRecords { try reading.records(behind: figure, in: query) { result.records.append($0) } }
            return result
        }
    }
}

extension FigureResult {
    init(_ figure: Figure, _ reading: StoreReading, _ scope: FigureScope, towns: TownNames, forms: [FormHistory]) throws
    {
        let all = try reading.tallies(of: figure, in: scope)
        let townParts = Dictionary(grouping: all) { towns[$0.node] }
        var kindParts: [String: [FigureTally]] = [:]
        for tally in figure.kinds == .none ? [] : all {
            for kind in Set(tally.kinds) { kindParts[kind, default: []].append(tally) }
        }
        self.figure = figure
        value = figure.value(of: all)
        self.byTown = towns.inOrder.compactMap { town in
            townParts[town].flatMap(figure.value).map { FigurePart(key: town, value: $0) }
        }
        self.byKind = figure.ordered(
            kindParts.compactMap { kind, tallies in
                figure.value(of: tallies).map { FigurePart(key: kind, value: $0) }
            }, forms: forms)
    }
}

extension Figure {
    /// What tallies come to together; nil only for a median of nothing.
    fileprivate func value(of tallies: [FigureTally]) -> Double? {
        switch measure {
        case .records: Double(tallies.reduce(0) { $0 + $1.records })
        case .sum: Rounding.exact(tallies.reduce(0) { $0 + $1.amount })
        case .medianDays: Figure.median(tallies)
        }
    }

    /// The middle one of the days; of an even number the mean of the middle two.
    private static func median(_ tallies: [FigureTally]) -> Double? {
        let sorted = tallies.sorted { $0.amount < $1.amount }
        let count = sorted.reduce(0) { $0 + $1.records }
        guard count > 0 else { return nil }
        func amount(at position: Int) -> Double {
            var passed = 0
            for tally in sorted {
                passed += tally.records
                if passed > position { return tally.amount }
            }
            return sorted[sorted.count - 1].amount
        }
        return (amount(at: (count - 1) / 2) + amount(at: count / 2)) / 2
    }

    /// Codes in the order of the form's choices, then texts by size; what does not say comes last.
    fileprivate func ordered(_ parts: [FigurePart], forms: [FormHistory]) -> [FigurePart] {
        let choices = kindField.flatMap { field in forms.first { $0.name == form }?.field(field) }?.choices ?? []
        let position = Dictionary(choices.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        func rank(_ part: FigurePart) -> (Int, Int, Double, String) {
            (part.key.isEmpty ? 1 : 0, position[part.key] ?? .max, -part.value, part.key)
        }
        return parts.sorted { rank($0) < rank($1) }
    }

    package var kindField: String? {
        switch kinds {
        case .none: nil
        case .field(let name), .eachOf(let name): name
        }
    }
}

enum Rounding {
    /// Without the dust that adding tenths in binary leaves behind: to a millionth.
    static func exact(_ sum: Double) -> Double { (sum * 1e6).rounded() / 1e6 }
}
