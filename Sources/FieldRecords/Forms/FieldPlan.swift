/// What follows for one field from its form alone: worked out when the form is read, so that no save does it again.
///
/// Fields are told by their position in ``Form/fields``.
struct FieldPlan: Sendable {
    /// The rules of the groups around the field, the outermost first, and then its own, which all must hold for it to
    /// be shown.
    let relevants: [Expression]
    /// The fields that its calculation reads.
    let calculationReads: [Int]
    /// Where one of these was set, the field is judged anew: itself, what its rules read, and what shows or hides
    /// that.
    let concerns: [Int]
    /// Whether the form says more of an answer than its type does.
    let hasRulesOfAnswer: Bool

    init(_ field: Field, relevants: [Int: [Expression]], positions: [String: Int]) {
        func found(_ names: Set<String>) -> [Int] { names.compactMap { positions[$0] } }
        let own = positions[field.name] ?? 0
        self.relevants = relevants[own] ?? []
        calculationReads = field.calculation.map { found($0.fields) } ?? []
        let reads = field.expressions.filter { $0.column != "default" }.map(\.expression) + self.relevants
        let direct = Set(reads.flatMap { found($0.fields) })
        let through = direct.flatMap { relevants[$0] ?? [] }.flatMap { found($0.fields) }
        concerns = direct.union(through).union([own]).sorted()
        hasRulesOfAnswer =
            field.isReadOnly || field.constraint != nil || field.warning != nil || field.choiceFilter != nil
    }
}

/// Values for fields of one form, by their position in ``Form/fields``; nil where nothing is said of a field.
package typealias FormValues = [FieldValue?]
