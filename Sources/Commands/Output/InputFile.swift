import Device
import FieldRecords
import Foundation

/// A small file that a person named.
enum InputFile {
    /// Forms, invitations, lists of towns, passphrases: 4 MiB is far beyond any of them.
    static let bytesMax = 4 << 20

    /// The whole content.
    ///
    /// - Throws: `DeviceError`: `noInput` where it cannot be opened, `badData` where it is too large.
    static func bytes(_ path: String, bytesMax: Int = bytesMax) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, .noInput, errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(path, errno == EISDIR ? .noInput : .inputOutput, errno)
            }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= bytesMax else {
                throw DeviceError(
                    .badData,
                    what: Phrase(zh: "文件 \(path) 超过 \(bytesMax) 字节", en: "\(path) has more than \(bytesMax) bytes"),
                    advice: Phrase(zh: "请检查是不是选错了文件。", en: "Check that it is the right file."))
            }
        }
    }

    /// The first line of a passphrase file, without its line break.
    static func passphrase(_ path: String?) throws -> String? {
        guard let path else { return nil }
        let line = try bytes(path).prefix { $0 != 0x0A && $0 != 0x0D }
        guard !line.isEmpty, let text = String(validating: line, as: UTF8.self) else {
            throw DeviceError(
                .badData, what: Phrase(zh: "\(path) 的第一行没有口令", en: "the first line of \(path) is no passphrase"),
                advice: Phrase(zh: "口令写在文件的第一行，用 UTF-8。", en: "Write the passphrase in its first line, in UTF-8."))
        }
        return text
    }

    private static func unreadable(_ path: String, _ kind: FailureKind, _ code: Int32) -> DeviceError {
        let reason = Phrase(systemError: code)
        return DeviceError(
            kind, what: Phrase(zh: "读不了文件 \(path)：\(reason.zh)", en: "cannot read \(path): \(reason.en)"),
            advice: Phrase(zh: "请检查文件名。", en: "Check the name of the file."))
    }
}
