package import Device
package import FieldRecords

/// What the page asks of the program around it: what needs a socket or a stick, said in the words that the command line
/// uses.
package struct WebHands: Sendable {
    package typealias Progress = @Sendable (Phrase) -> Void

    /// Visits the stick in a folder, or only tells what a visit would do.
    let stick: @Sendable (_ path: String, _ isRehearsal: Bool, _ progress: @escaping Progress) throws -> WorkOutcome
    /// Syncs with the district's host, or a device found nearby.
    let sync: @Sendable (_ progress: @escaping Progress) throws -> WorkOutcome
    /// A session in one sentence.
    let sentence: @Sendable (SessionView) -> Phrase

    package init(
        stick: @escaping @Sendable (String, Bool, @escaping Progress) throws -> WorkOutcome,
        sync: @escaping @Sendable (@escaping Progress) throws -> WorkOutcome,
        sentence: @escaping @Sendable (SessionView) -> Phrase
    ) {
        self.stick = stick
        self.sync = sync
        self.sentence = sentence
    }
}

/// How an exchange ended, in words.
package struct WorkOutcome: Sendable {
    package let said: [Phrase]
    /// What did not go well, each with what to do.
    package let complaints: [(what: Phrase, advice: Phrase)]

    package init(said: [Phrase], complaints: [(what: Phrase, advice: Phrase)]) {
        self.said = said
        self.complaints = complaints
    }

    init(failed error: any Error) {
        let error = DeviceError(wording: error)
        self.init(said: [], complaints: [(error.what, error.advice)])
    }
}
