import Device
import FieldRecords
import Foundation

/// The one place that writes: answers to standard output, faults and progress to standard error.
final class Console {
    let language: Language
    /// Known once the command line is parsed.
    var isJSON = false
    /// What the command ends with where it did not simply succeed.
    private(set) var outcome: FailureKind?
    private var output = StandardOutput()
    private let showsProgress = isatty(STDERR_FILENO) == 1
    private var progressColumns = 0

    init(language: Language) {
        self.language = language
    }

    func write(line: String) throws {
        try output.write(line + "\n")
    }

    /// A whole document as it stands.
    func write(bytes: [UInt8]) throws {
        clearProgress()
        try output.write(bytes)
    }

    /// Writes what is still buffered.
    func finish() throws {
        clearProgress()
        try output.flush()
    }

    func show(_ answer: some Answer) throws {
        clearProgress()
        if isJSON { return try write(line: answer.json.pretty) }
        for line in answer.lines(in: language).flatMap(TextWidth.fitted) { try write(line: line) }
    }

    /// A table, or an array.
    func show<Element: Row>(_ rows: [Element], none: Phrase) throws {
        if isJSON { return try write(line: JSONValue.array(rows.map(\.json)).pretty) }
        guard !rows.isEmpty else { return try write(line: none.text(in: language)) }
        let cells =
            [Element.header.map { $0.text(in: language) }] + rows.map { $0.cells(in: language).map(\.onOneLine) }
        for line in Table(cells).lines { try write(line: line) }
    }

    /// An array of any length, written element by element, so that a million records need the memory of one.
    func stream<Element: StreamedRow>(
        none: Phrase, _ produce: ((Element) throws -> Void) throws -> Void
    ) throws {
        var count = 0
        try produce { element in
            if isJSON {
                try output.write((count == 0 ? "[\n  " : ",\n  ") + element.json.compact)
            } else {
                for line in element.lines(in: language) { try write(line: line) }
            }
            count += 1
        }
        if isJSON {
            try output.write(count == 0 ? "[]\n" : "\n]\n")
        } else if count == 0 {
            try write(line: none.text(in: language))
        }
    }

    /// Says on standard error what happened and what to do, and remembers the worst exit code.
    func complain(_ kind: FailureKind, what: Phrase, advice: Phrase?) {
        clearProgress()
        // What is said already stands before the complaint, where both go to one terminal.
        if isatty(STDOUT_FILENO) == 1 { try? output.flush() }
        var text = "yilu: \(what.text(in: language).onOneLine)\n"
        if let advice { text += "\(advice.text(in: language).onOneLine)\n" }
        StandardError.write(text)
        outcome = outcome.map { $0.severity >= kind.severity ? $0 : kind } ?? kind
    }

    /// Says something on standard error that is no failure of the command.
    func remark(_ phrase: Phrase) {
        clearProgress()
        StandardError.write("yilu: \(phrase.text(in: language).onOneLine)\n")
    }

    /// A line on the terminal that the next one replaces; nothing where standard error is no terminal.
    func progress(_ phrase: Phrase) {
        guard showsProgress else { return }
        let text = phrase.text(in: language)
        let padded = TextWidth.padded(text, to: progressColumns)
        progressColumns = TextWidth.columns(of: text)
        StandardError.write("\r\(padded)")
    }

    private func clearProgress() {
        guard progressColumns > 0 else { return }
        StandardError.write("\r\(String(repeating: " ", count: progressColumns))\r")
        progressColumns = 0
    }
}

extension FailureKind {
    /// Of several files' outcomes the worst ends the command: 75 parked, 65 damaged, 77 not permitted, in this order;
    /// a file that is not there stands below a damaged one, a fault of the machine above all.
    var severity: Int {
        switch self {
        case .tryAgain: 1
        case .noInput: 2
        case .badData: 3
        case .notPermitted: 4
        case .usage, .unavailable, .cannotCreate, .inputOutput, .internalFault: 5
        }
    }
}
