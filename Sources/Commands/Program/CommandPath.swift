import ArgumentParser
import FieldRecords

/// Which command a command line names, found before argument-parser reads it.
///
/// So help and usage faults speak both languages, and the options that every command takes may also stand before the
/// command's name.
struct CommandPath {
    /// From the root to the command named, the root included.
    let commands: [any ParsableCommand.Type]
    /// The first word that should have named a command below the last of ``commands`` and does not.
    let strayWord: String?
    /// The command line with the command's words in front.
    let arguments: [String]
    let wantsHelp: Bool

    init(root: any ParsableCommand.Type, arguments: [String]) {
        var rest = arguments[...]
        let leading = CommandPath.takeGlobalOptions(from: &rest)
        var wantsHelp = false
        if rest.first == "help" {
            wantsHelp = true
            rest.removeFirst()
        }
        var commands = [root]
        var strayWord: String?
        while let word = rest.first, !commands[commands.count - 1].configuration.subcommands.isEmpty {
            let below = commands[commands.count - 1].configuration.subcommands
            guard let next = below.first(where: { $0.configuration.commandName == word }) else {
                if !word.hasPrefix("-") { strayWord = word }
                break
            }
            commands.append(next)
            rest.removeFirst()
        }
        let options = rest.prefix { $0 != "--" }
        self.commands = commands
        self.strayWord = strayWord
        self.wantsHelp = wantsHelp || options.contains("--help") || options.contains("-h") || leading.contains("--help")
        self.arguments = commands.dropFirst().map { $0.configuration.commandName ?? "" } + leading + rest
    }

    var command: any ParsableCommand.Type { commands[commands.count - 1] }

    /// `yilu record add`, as a person types it.
    var name: String { commands.map { $0.configuration.commandName ?? "" }.joined(separator: " ") }

    /// What is wrong with a line that names no command, nil where it names one.
    var fault: UsageFault? {
        let verbs = command.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard !verbs.isEmpty else { return nil }
        let choice = verbs.joined(separator: ", ")
        guard let strayWord else {
            return UsageFault(Phrase(zh: "\(name) 之后还要写：\(choice)", en: "\(name) needs one of: \(choice)"))
        }
        return UsageFault(
            Phrase(
                zh: "没有命令 \(name) \(strayWord)；有：\(choice)", en: "no command \(name) \(strayWord); there are: \(choice)"
            ))
    }

    private static func takeGlobalOptions(from rest: inout ArraySlice<String>) -> [String] {
        var taken: [String] = []
        while let word = rest.first {
            let name = String(word.prefix { $0 != "=" })
            guard let takesValue = GlobalOptions.takesValue[name] ?? (word == "--help" || word == "-h" ? false : nil)
            else { break }
            taken.append(word == "-h" ? "--help" : word)
            rest.removeFirst()
            if takesValue, name == word, let value = rest.popFirst() { taken.append(value) }
        }
        return taken
    }
}
