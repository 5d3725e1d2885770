package import Store

/// A part of a figure: what one town, or one kind, adds to it.
package struct FigurePart: Hashable, Sendable {
    /// A town's name, or a kind's code as records keep it; empty where records do not say.
    package let key: String
    package let value: Double
}

/// One figure of a report, with what is behind it.
package struct FigureResult: Sendable {
    package let figure: Figure
    /// Nil where there is nothing to take a median of.
    package let value: Double?
    /// Only towns to which something belongs, in the order of their codes.
    package let byTown: [FigurePart]
    /// In the order of the form's choices; texts by size.
    package let byKind: [FigurePart]
    /// By day; empty where they were not asked for.
    package var records: [CountedRecord] = []
}

/// The season report: every figure of ``Figures`` for one place and one period, each with its coverage.
package struct SeasonReport: Sendable {
    package let scope: ReportScope
    package let coverage: Coverage
    /// One for each ``FigureID``, in the order of ``Figures``.
    package let figures: [FigureResult]
    package let forms: [FormHistory]
    /// All towns of the place, in the order of their codes.
    package let towns: [String]
    /// Of the places reported on.
    package let logs: [StoredLogStanding]

    package func result(_ id: FigureID) -> FigureResult? { figures.first { $0.figure.id == id } }
}
