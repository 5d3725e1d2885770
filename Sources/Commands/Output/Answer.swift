import FieldRecords

/// What a command answers: one JSON document for scripts, some lines for people.
protocol Answer {
    var json: JSONValue { get }
    func lines(in language: Language) -> [String]
}

/// One of many like it: an element of a JSON array, a row of a table.
protocol Row {
    static var header: [Phrase] { get }
    var json: JSONValue { get }
    func cells(in language: Language) -> [String]
}

/// One of so many that they are written as they come.
protocol StreamedRow {
    var json: JSONValue { get }
    func lines(in language: Language) -> [String]
}

/// A sentence, with an object for scripts.
struct Said: Answer {
    let json: JSONValue
    let phrases: [Phrase]

    init(_ json: JSONValue, _ phrases: Phrase...) {
        self.init(json, phrases)
    }

    init(_ json: JSONValue, _ phrases: [Phrase]) {
        self.json = json
        self.phrases = phrases
    }

    func lines(in language: Language) -> [String] {
        phrases.map { $0.text(in: language).onOneLine }
    }
}
