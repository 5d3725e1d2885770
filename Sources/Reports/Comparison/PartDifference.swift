/// A town, or a kind, of which two reports say something else.
package struct PartDifference: Sendable {
    /// A town's name or a kind's code, as in ``FigurePart``.
    package let key: String
    /// Nil where this report has no such part.
    package let here: Double?
    /// Nil where the other report has no such part.
    package let there: Double?
}

extension PartDifference {
    /// The parts that differ: this report's in their order, then those that the other alone has.
    static func differences(of parts: [FigurePart], _ theirs: [FigurePart]) -> [PartDifference] {
        let here = Dictionary(parts.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        let there = Dictionary(theirs.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        let keys = parts.map(\.key) + theirs.map(\.key).filter { here[$0] == nil }
        return keys.map { PartDifference(key: $0, here: here[$0], there: there[$0]) }.filter { $0.here != $0.there }
    }
}
