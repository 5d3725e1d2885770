package import FieldRecords

/// Every failure that reaches a person, in words: what happened, and what to do.
///
/// The modules below name their errors by what happened to the data; here they become sentences and exit codes, in one
/// place. No sentence holds the value of a field marked personal.
package struct DeviceError: Error, Sendable {
    package let kind: FailureKind
    package let what: Phrase
    package let advice: Phrase
    /// Whether what was named is simply not here.
    package let isAbsence: Bool
    /// The record that stands under the name of what was sent, with other content; nil for other errors.
    package let taken: String?

    package init(
        _ kind: FailureKind, what: Phrase, advice: Phrase, isAbsence: Bool = false, taken: String? = nil
    ) {
        self.kind = kind
        self.isAbsence = isAbsence
        self.taken = taken
        self.what = what
        self.advice = advice
    }
}
