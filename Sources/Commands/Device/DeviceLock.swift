import ArgumentParser
import Device
import FieldRecords

/// `yilu lock`
struct DeviceLock: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "lock", zh: "给本机的密钥设口令，或重新锁上", en: "Protect this device's keys by a passphrase, or lock them again")
    }

    @Option(
        help: ArgumentHelp(
            zh: "新口令在这个文件的第一行", en: "The new passphrase is this file's first line", valueName: "file"))
    var passphraseFile: String?

    @Flag(help: ArgumentHelp(zh: "换一个口令", en: "Choose another passphrase"))
    var change = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let options = try global.deviceOptions()
        if passphraseFile == nil, !change, try Device.lock(options) {
            return try console.show(
                Said(["passphrase": true], Phrase(zh: "已锁上。", en: "Locked.")))
        }
        let device = try Device.open(options)
        try device.lock(passphrase: try InputFile.passphrase(passphraseFile) ?? Self.chosen())
        try console.show(
            Said(
                ["passphrase": true],
                Phrase(zh: "口令已设好，本机已锁上。", en: "The passphrase is set, and this device is locked."),
                Phrase(
                    zh: "请记住口令：没有它，这台设备只能重新邀请。用 yilu unlock 打开。",
                    en: "Remember it: without it this device has to be invited anew. Open it with yilu unlock."),
                Phrase(
                    zh: "它保护密钥，不保护记录：记录要靠整盘加密。",
                    en: "It protects the keys, not the records: for those encrypt the disk.")
            ))
    }

    /// Asked twice, since it does not show.
    private static func chosen() throws -> String {
        let first = try PassphrasePrompt.ask(Phrase(zh: "新口令", en: "New passphrase"))
        guard try PassphrasePrompt.ask(Phrase(zh: "再输入一次", en: "Once more")) == first else {
            throw UsageFault(Phrase(zh: "两次输入的口令不一样", en: "the two are not the same"))
        }
        return first
    }
}

/// `yilu unlock`
struct DeviceUnlock: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("unlock", zh: "用口令打开本机的密钥，直到关机", en: "Open this device's keys, until it is switched off")
    }

    @Option(help: ArgumentHelp(zh: "口令在这个文件的第一行", en: "The passphrase is this file's first line", valueName: "file"))
    var passphraseFile: String?

    @Flag(help: ArgumentHelp(zh: "不再要口令", en: "Ask for no passphrase any more"))
    var forGood = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let options = try global.deviceOptions()
        let passphrase = {
            try InputFile.passphrase(passphraseFile) ?? PassphrasePrompt.ask(Phrase(zh: "口令", en: "Passphrase"))
        }
        let had =
            try forGood
            ? Device.removeLock(options, passphrase: passphrase) : Device.unlock(options, passphrase: passphrase)
        let said =
            !had
            ? Phrase(zh: "本机没有设口令。", en: "This device has no passphrase.")
            : forGood
                ? Phrase(zh: "口令已取消。", en: "The passphrase is taken off.")
                : Phrase(zh: "已打开，关机后会自动锁上。", en: "Unlocked; switching off locks it again.")
        try console.show(Said(["passphrase": .bool(had && !forGood)], said))
    }
}
