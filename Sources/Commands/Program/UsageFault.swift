import FieldRecords

/// A command line that cannot be understood: exit code 64.
struct UsageFault: Error {
    let what: Phrase

    init(_ what: Phrase) { self.what = what }
}

extension UsageFault {
    /// Puts the parser's message, which is English only, in our own words in both languages.
    ///
    /// - Parameter message: what argument-parser says, such as `Missing expected argument '<name>'`. A message of a
    ///   kind not known here is passed on as it stands.
    init(parserMessage message: String) {
        let quoted = UsageFault.quoted(in: message)
        let first = quoted.first ?? ""
        let known: [(start: String, phrase: Phrase)] = [
            ("Unknown option", Phrase(zh: "没有选项 \(first)", en: "there is no option \(first)")),
            ("Missing value for", Phrase(zh: "\(first) 缺少值", en: "\(first) needs a value")),
            ("Missing expected argument", Phrase(zh: "缺少 \(first)", en: "\(first) is missing")),
            ("Missing one of", Phrase(zh: "缺少其中之一：\(message)", en: "one of these is missing: \(message)")),
            ("Unexpected argument", Phrase(zh: "多出了“\(first)”", en: "“\(first)” is not expected here")),
            (
                "The value",
                Phrase(
                    zh: "\(quoted.count > 1 ? quoted[1] : "")不接受“\(first)”",
                    en: "“\(first)” is no value for \(quoted.count > 1 ? quoted[1] : "it")")
            ),
            ("The option", Phrase(zh: "\(first) 不带值", en: "\(first) takes no value")),
        ]
        if let match = known.first(where: { message.hasPrefix($0.start) }) {
            self.init(match.phrase)
        } else if message.contains("unexpected arguments:") {
            let all = quoted.joined(separator: " ")
            self.init(Phrase(zh: "多出了：\(all)", en: "these are not expected here: \(all)"))
        } else {
            self.init(Phrase(zh: "命令行有误：\(message)", en: "the command line is not understood: \(message)"))
        }
    }

    private static func quoted(in message: String) -> [String] {
        message.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
