/// One field of a form, with everything that its row in the survey sheet says.
///
/// A class, because every save asks every field of its form, and nothing of a field ever changes.
package final class Field: Sendable {
    /// One of the codes that a select takes.
    package struct Choice: Hashable, Sendable {
        /// The code, as records keep it.
        package let name: String
        package let label: Phrase
        /// All cells of its row by column, for a choice_filter.
        package let columns: [String: String]
    }

    /// A rule and what to say where it does not hold.
    package struct Rule: Hashable, Sendable {
        package let expression: Expression
        /// The form's own words; nil where it has none.
        package let message: Phrase?

        /// Whether it holds whatever a record says: `yes`, or one of its other names.
        var isAlways: Bool { expression.root == .call(.isTrue, []) }
    }

    /// What a new record begins with.
    package enum Default: Hashable, Sendable {
        case value(FieldValue)
        /// Worked out when the record is begun, such as `today()`.
        case expression(Expression)
    }

    package let name: String
    package let type: FieldType
    package let label: Phrase
    package let hint: Phrase?
    /// When an answer must be given; nil for never.
    package let required: Rule?
    /// What an answer must satisfy.
    package let constraint: Rule?
    /// What an answer should satisfy: a value which does not is kept, and the person is told.
    package let warning: Rule?
    /// When the field is shown; nil for always. Its groups have their own, see ``Form/relevantFields(of:moment:)``.
    package let relevant: Expression?
    package let calculation: Expression?
    package let choiceFilter: Expression?
    package let defaultValue: Default?
    /// XLSForm's words for the look, such as `multiline`; empty for none.
    package let appearance: String
    package let isReadOnly: Bool
    /// Whether the value is shown at its own place only and never in an error or a log.
    package let isPersonal: Bool
    /// In the order of the choices sheet; empty for other types.
    package let choices: [Choice]
    /// Only for `range`.
    package let range: FieldRange?
    /// The groups around it, the outermost first.
    package let groups: [String]
    /// Its row in the survey sheet.
    package let row: Int

    init(
        name: String, type: FieldType, label: Phrase, hint: Phrase?, required: Rule?, constraint: Rule?,
        warning: Rule?, relevant: Expression?, calculation: Expression?, choiceFilter: Expression?,
        defaultValue: Default?, appearance: String, isReadOnly: Bool, isPersonal: Bool, choices: [Choice],
        range: FieldRange?, groups: [String], row: Int
    ) {
        self.name = name
        self.type = type
        self.label = label
        self.hint = hint
        self.required = required
        self.constraint = constraint
        self.warning = warning
        self.relevant = relevant
        self.calculation = calculation
        self.choiceFilter = choiceFilter
        self.defaultValue = defaultValue
        self.appearance = appearance
        self.isReadOnly = isReadOnly
        self.isPersonal = isPersonal
        self.choices = choices
        self.range = range
        self.groups = groups
        self.row = row
    }

    /// The choice of that code; nil where there is none.
    package func choice(_ code: String) -> Choice? { choices.first { $0.name == code } }

    /// Whether it holds a photo or another file.
    package var holdsFile: Bool { type == .image || type == .file }

    func hasChoice(_ code: String) -> Bool { choices.contains { $0.name == code } }
}

/// Fields that a form shows, or hides, together.
package struct FieldGroup: Hashable, Sendable {
    package let name: String
    /// Empty where the form gives none.
    package let label: Phrase
    package let relevant: Expression?
    package let appearance: String
    /// The groups around it, the outermost first.
    package let groups: [String]
    package let row: Int
}
