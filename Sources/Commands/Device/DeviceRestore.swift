import ArgumentParser
import Device
import FieldRecords

/// `yilu restore`: what the backup holds goes on under a new identity; a host gets its root key back.
struct DeviceRestore: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("restore", zh: "从备份恢复，以新的身份继续", en: "Restore a backup, and go on under a new identity")
    }

    @Argument(
        help: ArgumentHelp(
            zh: "备份文件；不写，就只给已经恢复的主机补上根密钥",
            en: "The backup file; without it a host that was restored before gets the root key"))
    var file: String?

    @Option(
        help: ArgumentHelp(
            zh: "网络根密钥的备份（仅主机）", en: "The backup of the network's root key (host only)", valueName: "file"))
    var rootKey: String?

    @OptionGroup var passphraseOptions: PassphraseOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        guard let file else { return try takeRootKey(on: console) }
        let device = try Device.restore(
            global.deviceOptions(), file: file, rootKey: rootKey, passphrase: passphraseOptions.given())
        let status = try device.status()
        var news = [
            Phrase(
                zh: "已恢复 \(status.records) 条记录，本机现在是设备 \(status.replica)。",
                en: "Restored \(count(status.records, "record")); this is now device \(status.replica)."),
            Phrase(
                zh: "原来的设备若还在，请不要再用它。", en: "If the old device still exists, do not use it any more."),
        ]
        if rootKey != nil {
            news.append(DeviceRestore.mayInvite)
        } else if try device.lacksRootKey() {
            news.append(
                Phrase(
                    zh: "还没有网络的根密钥，不能发邀请：yilu restore --root-key 文件",
                    en: "It lacks the network's root key to invite with: yilu restore --root-key FILE"))
        }
        try console.show(NewDevice(status: status, news: news))
    }

    private func takeRootKey(on console: Console) throws {
        guard let rootKey else {
            throw UsageFault(Phrase(zh: "缺少备份文件，或 --root-key", en: "a backup file is missing, or --root-key"))
        }
        let device = try global.device()
        try device.takeRootKey(from: rootKey, passphrase: passphraseOptions.given())
        try console.show(NewDevice(status: device.status(), news: [DeviceRestore.mayInvite]))
    }

    private static let mayInvite = Phrase(
        zh: "本机有网络的根密钥，可以发邀请。", en: "This device holds the network's root key, and may invite.")
}
