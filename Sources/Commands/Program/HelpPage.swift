import ArgumentParser
import FieldRecords

/// The help of one command, in the language of this run, at most 80 columns wide.
///
/// Written here rather than by argument-parser, which knows English headings only and counts a Chinese character as
/// one column, so that its lines run over.
struct HelpPage {
    static let columnsMax = TextWidth.columnsMax

    let path: CommandPath

    var lines: [String] {
        let command = path.command
        let subcommands = command.configuration.subcommands
        var lines = TextWidth.wrap(command.configuration.abstract, columns: HelpPage.columnsMax)
        lines.append("")
        if subcommands.isEmpty {
            let arguments = HelpPage.arguments(of: command)
            let words = [path.name] + arguments.map(\.synopsis)
            lines += HelpPage.usage(words)
            lines += section(Phrase(zh: "参数：", en: "Arguments:"), arguments.filter(\.isPositional).map(\.entry))
            lines += section(Phrase(zh: "选项：", en: "Options:"), arguments.filter { !$0.isPositional }.map(\.entry))
        } else {
            lines += HelpPage.usage([path.name, Phrase(zh: "<命令>", en: "<command>").spoken, "…"])
            let entries = subcommands.map { ($0.configuration.commandName ?? "", HelpPage.summary(of: $0)) }
            lines += section(Phrase(zh: "命令：", en: "Commands:"), entries)
            let more = path.name == "yilu" ? "yilu help" : "yilu help \(path.name.dropFirst(5))"
            lines += ["", Phrase(zh: "每个命令的说明：\(more) <命令>", en: "More on a command: \(more) <command>").spoken]
        }
        return lines
    }

    /// The abstract of a command; for a noun, its verbs too.
    private static func summary(of command: any ParsableCommand.Type) -> String {
        let verbs = command.configuration.subcommands.compactMap { $0.configuration.commandName }
        let abstract = command.configuration.abstract
        return verbs.isEmpty
            ? abstract : "\(abstract)\(Phrase(zh: "：", en: ": ").spoken)\(verbs.joined(separator: ", "))"
    }

    private static func usage(_ words: [String]) -> [String] {
        let heading = Phrase(zh: "用法：", en: "Usage: ").spoken
        let indent = TextWidth.columns(of: heading)
        let wrapped = TextWidth.wrap(words: words, columns: columnsMax - indent)
        return wrapped.enumerated().map { index, line in
            (index == 0 ? heading : String(repeating: " ", count: indent)) + line
        }
    }

    private func section(_ heading: Phrase, _ entries: [(name: String, text: String)]) -> [String] {
        guard !entries.isEmpty else { return [] }
        let nameColumns = min(entries.map { TextWidth.columns(of: $0.name) }.max() ?? 0, 26)
        let indent = String(repeating: " ", count: nameColumns + 4)
        var lines = ["", heading.spoken]
        for entry in entries {
            let text = TextWidth.wrap(entry.text, columns: HelpPage.columnsMax - nameColumns - 4)
            let start = "  " + TextWidth.padded(entry.name, to: nameColumns) + "  "
            if TextWidth.columns(of: entry.name) > nameColumns {
                lines.append("  " + entry.name)
                lines += text.map { indent + $0 }
            } else {
                lines.append(start + (text.first ?? ""))
                lines += text.dropFirst().map { indent + $0 }
            }
        }
        return lines
    }

    /// One argument or option as help shows it.
    private struct Shown {
        let isPositional: Bool
        let synopsis: String
        let entry: (name: String, text: String)
    }

    /// Reads what argument-parser says of a command in JSON, which is the only form in which it tells it.
    private static func arguments(of command: any ParsableCommand.Type) -> [Shown] {
        let limits = JSONLimits(bytesMax: 1 << 22)
        guard let info = try? JSONValue(parsing: Array(command._dumpHelp().utf8), limits: limits) else { return [] }
        return (info["command"]?["arguments"]?.elements ?? []).compactMap { argument in
            guard argument["shouldDisplay"] != .bool(false) else { return nil }
            let value = argument["valueName"]?.text ?? ""
            let text = argument["abstract"]?.text ?? ""
            let ellipsis = argument["isRepeating"] == .bool(true) ? "…" : ""
            let isOptional = argument["isOptional"] == .bool(true)
            guard argument["kind"]?.text != "positional", let name = argument["preferredName"]?["name"]?.text else {
                let word = "<\(value)>\(ellipsis)"
                return Shown(isPositional: true, synopsis: isOptional ? "[\(word)]" : word, entry: (word, text))
            }
            let word = argument["kind"]?.text == "flag" ? "--\(name)" : "--\(name) <\(value)>"
            return Shown(
                isPositional: false, synopsis: isOptional ? "[\(word)]\(ellipsis)" : word, entry: (word, text))
        }
    }
}
