/// One sentence for people, in the two languages of the program.
///
/// Static builds carry no locale data and no string catalogues, so every text stands in the code in both languages,
/// side by side, where a translator can compare them.
public struct Phrase: Hashable, Sendable {
    public let zh: String
    public let en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// The same text in both languages: names, codes, numbers.
    public init(_ text: String) {
        self.init(zh: text, en: text)
    }

    public func text(in language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }
}

/// The languages the program speaks.
public enum Language: String, CaseIterable, Sendable {
    case zh
    case en
}
