import ArgumentParser
import Device
import FieldRecords
import Foundation

/// The program `yilu`: reads a command line, does what it says, answers with an exit code of sysexits.
package enum Program {
    /// Runs and never returns.
    package static func main() -> Never {
        // A reader that goes away (`yilu record list | head`) ends the writing, not the process with a signal.
        signal(SIGPIPE, SIG_IGN)
        // A file that would grow over the limit of this user is a failure in words.
        signal(SIGXFSZ, SIG_IGN)
        StandardDescriptors.occupy()
        OwnMemory.close()
        let arguments = Array(CommandLine.arguments.dropFirst())
        exit(run(arguments, environment: ProcessInfo.processInfo.environment))
    }

    /// Runs one command line.
    ///
    /// - Returns: the exit code: 0, or a `FailureKind`.
    package static func run(_ arguments: [String], environment: [String: String]) -> Int32 {
        let language = Speech.language(of: arguments, environment: environment)
        return Speech.$language.withValue(language) {
            let path = CommandPath(root: YiluCommand.self, arguments: arguments)
            let console = Console(language: language)
            do {
                try GivenText.requireArguments()
                try run(path, on: console)
                try console.finish()
            } catch {
                return code(for: error, path: path, console: console)
            }
            return console.outcome?.rawValue ?? 0
        }
    }

    private static func run(_ path: CommandPath, on console: Console) throws {
        if path.arguments == ["--version"] { return try console.write(line: Version.text) }
        if path.wantsHelp && path.strayWord == nil || path.arguments.isEmpty {
            for line in HelpPage(path: path).lines { try console.write(line: line) }
            return
        }
        let command: any ParsableCommand
        do {
            command = try YiluCommand.parseAsRoot(path.arguments)
        } catch {
            guard YiluCommand.exitCode(for: error) != .success else {
                return try console.write(line: YiluCommand.fullMessage(for: error))
            }
            throw path.fault ?? UsageFault(parserMessage: YiluCommand.message(for: error))
        }
        guard let command = command as? any DeviceCommand else {
            throw path.fault ?? UsageFault(Phrase(zh: "这不是完整的命令", en: "this is no whole command"))
        }
        console.isJSON = command.global.json
        try command.perform(on: console)
    }

    /// Says what went wrong, in the one shape that every error has: what happened, then what to do.
    private static func code(for error: any Error, path: CommandPath, console: Console) -> Int32 {
        switch error {
        case let error as DeviceError:
            console.complain(error.kind, what: error.what, advice: error.advice)
        case let error as FieldRecordsError:
            console.complain(.badData, what: error.what, advice: error.advice)
        case let error as UsageFault:
            let help = (["yilu help"] + path.commands.dropFirst().compactMap { $0.configuration.commandName })
                .joined(separator: " ")
            console.complain(.usage, what: error.what, advice: Phrase(zh: "用法见：\(help)", en: "See: \(help)"))
        case OutputFault.readerGone:
            return console.outcome?.rawValue ?? 0
        case OutputFault.cannotWrite(let code):
            console.complain(
                .inputOutput,
                what: Phrase(zh: "写不到标准输出（错误 \(code)）", en: "cannot write to standard output (error \(code))"),
                advice: Phrase(zh: "命令本身可能已经完成：yilu status", en: "The command itself may be done: yilu status"))
        default:
            console.complain(
                .internalFault, what: Phrase(zh: "程序出错：\(error)", en: "a fault of the program: \(error)"),
                advice: Phrase(zh: "请把这一行告诉维护者。", en: "Please report this line."))
        }
        return console.outcome?.rawValue ?? FailureKind.internalFault.rawValue
    }
}
