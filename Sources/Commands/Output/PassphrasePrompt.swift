import Device
import FieldRecords
import Foundation

/// Asks for a passphrase on the terminal, where what is typed does not show.
enum PassphrasePrompt {
    private static let bytesMax = 1024

    /// - Throws: ``UsageFault`` where there is no terminal to ask on, or nothing was typed.
    static func ask(_ question: Phrase) throws -> String {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard isatty(STDIN_FILENO) == 1, terminal >= 0 else {
            if terminal >= 0 { close(terminal) }
            throw UsageFault(
                Phrase(
                    zh: "这里不能输入口令：请加上 --passphrase-file 文件", en: "no terminal to ask on: give --passphrase-file FILE"))
        }
        defer { close(terminal) }
        var usual = termios()
        guard tcgetattr(terminal, &usual) == 0 else { throw unreadable }
        var silent = usual
        // Byte by byte, so that Ctrl-C comes as one, and never leaves the terminal without an echo.
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else { throw unreadable }
        defer { tcsetattr(terminal, TCSAFLUSH, &usual) }
        say("\(question.spoken): ", on: terminal)
        defer { say("\n", on: terminal) }
        return try line(from: terminal)
    }

    private static func line(from terminal: Int32) throws -> String {
        var typed: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            guard read(terminal, &byte, 1) == 1 else { throw unreadable }
            switch byte {
            case 0x0A, 0x0D, 0x04:
                guard !typed.isEmpty, let text = String(validating: typed, as: UTF8.self) else {
                    throw UsageFault(Phrase(zh: "没有输入口令", en: "no passphrase was typed"))
                }
                return text
            case 0x03: throw UsageFault(Phrase(zh: "已取消", en: "cancelled"))
            case 0x08, 0x7F:
                // A whole character, however many bytes it has.
                while let last = typed.popLast(), last & 0b1100_0000 == 0b1000_0000 {}
            case 0x15: typed.removeAll()
            default:
                if typed.count < bytesMax { typed.append(byte) }
            }
        }
    }

    private static func say(_ text: String, on terminal: Int32) {
        let bytes = Array(text.utf8)
        _ = write(terminal, bytes, bytes.count)
    }

    private static var unreadable: UsageFault {
        UsageFault(Phrase(zh: "终端上读不到口令", en: "the terminal gives no passphrase"))
    }
}
