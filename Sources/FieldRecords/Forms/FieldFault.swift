/// Why a form refuses, or warns about, what stands in one field.
package struct FieldFault: Hashable, Sendable {
    package enum Problem: Hashable, Sendable {
        case unknownField
        case required
        case constraint
        case notAChoice
        case wrongType
        case tooLong
        /// A calculated field, a note or a read-only field, which nobody fills in.
        case notForInput
        /// What stands for a personal value outside its place is not the value.
        case masked
        /// A rule of the form cannot be worked out for these values.
        case rule
    }

    /// The name of the field as the form, or the caller, has it.
    package let field: String
    package let problem: Problem
    /// The message, with the label of the field and never with the value of a personal one.
    package let what: Phrase

    package init(field: String, problem: Problem, what: Phrase) {
        self.field = field
        self.problem = problem
        self.what = what
    }
}
