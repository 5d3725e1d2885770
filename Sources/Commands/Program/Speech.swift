import ArgumentParser
import FieldRecords

/// The language of this run.
///
/// A task-local value rather than a parameter: argument-parser asks for abstracts and help texts through static
/// properties and property initialisers, which nobody can hand anything to.
enum Speech {
    @TaskLocal static var language = Language.zh

    /// The language a person asked for, found before the command line is parsed, since its faults are told in it too.
    ///
    /// `--lang` first, then the first of LC_ALL, LC_MESSAGES and LANG that is set, as POSIX orders them; English for
    /// `en…`, else Chinese.
    static func language(of arguments: [String], environment: [String: String]) -> Language {
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { break }
            if argument == "--lang", index + 1 < arguments.count, let named = Language(rawValue: arguments[index + 1]) {
                return named
            }
            if argument.hasPrefix("--lang="), let named = Language(rawValue: String(argument.dropFirst(7))) {
                return named
            }
        }
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            if let locale = environment[name], !locale.isEmpty {
                return locale.lowercased().hasPrefix("en") ? .en : .zh
            }
        }
        return .zh
    }
}

extension Phrase {
    /// The text in the language of this run.
    var spoken: String { text(in: Speech.language) }
}

extension ArgumentHelp {
    /// Help in both languages, of which this run shows one.
    init(zh: String, en: String, valueName: String? = nil) {
        self.init(Phrase(zh: zh, en: en).spoken, valueName: valueName)
    }
}

extension CommandConfiguration {
    /// A command with its name and its abstract in both languages.
    init(_ name: String, zh: String, en: String, subcommands: [any ParsableCommand.Type] = []) {
        self.init(
            commandName: name, abstract: Phrase(zh: zh, en: en).spoken, subcommands: subcommands, helpNames: [])
    }
}
