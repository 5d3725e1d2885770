import ArgumentParser
import FieldRecords

/// What every command takes that seals or opens something under a passphrase.
struct PassphraseOptions: ParsableArguments {
    @Option(help: ArgumentHelp(zh: "口令在这个文件的第一行", en: "The passphrase is this file's first line", valueName: "file"))
    var passphraseFile: String?

    /// Nil where no file is named.
    func given() throws -> String? { try InputFile.passphrase(passphraseFile) }
}
