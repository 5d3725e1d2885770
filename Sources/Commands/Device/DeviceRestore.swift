import ArgumentParser
import Device
import FieldRecords

/// `yilu restore`: what the backup holds goes on under a new identity.
struct DeviceRestore: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("restore", zh: "从备份恢复，以新的身份继续", en: "Restore a backup, and go on under a new identity")
    }

    @Argument(help: ArgumentHelp(zh: "备份文件", en: "The backup file"))
    var file: String

    @OptionGroup var passphraseOptions: PassphraseOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let device = try Device.restore(
            global.deviceOptions(), file: file, passphrase: passphraseOptions.given())
        let status = try device.status()
        let news = [
            Phrase(
                zh: "已恢复 \(status.records) 条记录，本机现在是设备 \(status.replica)。",
                en: "Restored \(count(status.records, "record")); this is now device \(status.replica)."),
            Phrase(
                zh: "原来的设备若还在，请不要再用它。", en: "If the old device still exists, do not use it any more."),
        ]
        try console.show(NewDevice(status: status, news: news))
    }
}
