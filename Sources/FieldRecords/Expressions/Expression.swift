/// A rule or calculation of a form: the part of ODK's XPath that needs no repeats and no other documents.
///
/// Source: the ODK XForms specification, "XPath functions" and "XPath operators".
package struct Expression: Hashable, Sendable {
    /// The longest text of an expression.
    package static let bytesMax = 16 * 1024
    /// Parentheses and calls inside one another.
    package static let depthMax = 64

    enum Operation: String, Hashable, Sendable {
        case or, and, mod, div
        case equal = "="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case plus = "+"
        case minus = "-"
        case times = "*"
    }

    indirect enum Node: Hashable, Sendable {
        case value(ExpressionValue)
        /// `.`, the field whose rule this is.
        case this
        case field(String)
        /// A column of the choices sheet, in a choice_filter.
        case column(String)
        case negation(Node)
        case operation(Operation, Node, Node)
        case call(ExpressionFunction, [Node])
    }

    /// As it stands in the form.
    package let text: String
    let root: Node
    /// The fields that it reads, `.` not among them.
    package let fields: Set<String>
    /// The columns of the choices sheet that it reads.
    package let columns: Set<String>

    /// Reads an expression.
    ///
    /// - Throws: ``FieldRecordsError/badExpression(_:)``, also for a function that is not supported, by its name.
    package init(_ text: String) throws(FieldRecordsError) {
        var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(of: text))
        root = try parser.parse()
        fields = parser.fields
        columns = parser.columns
        self.text = text
    }
}
