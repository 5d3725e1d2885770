import Device
import FieldRecords
import Foundation

/// What the system hands to the program, as it was given.
///
/// Swift puts U+FFFD in the place of bytes that are no UTF-8: two names would become one, and it would be saved.
enum GivenText {
    /// Refuses a command line that is not text.
    static func requireArguments() throws {
        for index in 0..<Int(CommandLine.argc) {
            guard let bytes = CommandLine.unsafeArgv[index], String(validatingCString: bytes) == nil else { continue }
            let shown = String(cString: bytes).prefix(60)
            throw DeviceError(
                .usage,
                what: Phrase(
                    zh: "命令行里的“\(shown)”不是 UTF-8", en: "“\(shown)” on the command line is not UTF-8"),
                advice: Phrase(
                    zh: "请把终端设为 UTF-8，例如 LANG=zh_CN.UTF-8，再来一次；文件名也要用 UTF-8。",
                    en: "Set the terminal to it, as with LANG=en_US.UTF-8; names of files must be UTF-8, too."))
        }
    }

    /// The value of an environment variable; nil where it is not set.
    static func variable(_ name: String) throws -> String? {
        guard let bytes = getenv(name) else { return nil }
        guard let text = String(validatingCString: bytes) else {
            throw DeviceError(
                .usage, what: Phrase(zh: "环境变量 \(name) 不是 UTF-8", en: "the environment variable \(name) is not UTF-8"),
                advice: Phrase(zh: "请让它写一个 UTF-8 的路径。", en: "Let it name a path that is UTF-8."))
        }
        return text
    }
}
