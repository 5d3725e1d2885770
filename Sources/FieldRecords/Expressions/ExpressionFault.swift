/// Why an expression of a form cannot be read or worked out.
package struct ExpressionFault: Hashable, Sendable {
    /// Unicode scalars before the place of the problem; nil where it shows only in the working out.
    package let offset: Int?
    package let what: Phrase
    package let advice: Phrase

    package init(offset: Int?, what: Phrase, advice: Phrase? = nil) {
        self.offset = offset
        self.what = what
        self.advice = advice ?? Phrase(zh: "请改正这个表达式。", en: "Correct the expression.")
    }
}
