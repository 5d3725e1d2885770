import ArgumentParser
import Device
import FieldRecords

/// `yilu lock`
struct DeviceLock: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "lock", zh: "给本机的密钥设口令，或重新锁上", en: "Protect this device's keys by a passphrase, or lock them again")
    }

    @OptionGroup var passphraseOptions: PassphraseOptions

    @Flag(help: ArgumentHelp(zh: "换一个口令", en: "Choose another passphrase"))
    var change = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let options = try global.deviceOptions()
        let given = try passphraseOptions.given()
        if given == nil, !change, try Device.lock(options) {
            return try console.show(Said(["passphrase": true], Phrase(zh: "已锁上。", en: "Locked.")))
        }
        let device = try Device.open(options)
        let isOverwritten = try device.setPassphrase(try given ?? Self.chosen())
        var phrases = [
            Phrase(zh: "口令已设好，本机已锁上。", en: "The passphrase is set, and this device is locked."),
            Phrase(
                zh: "请记住口令：没有它，这台设备只能重新邀请。用 yilu unlock 打开。",
                en: "Remember it: without it this device has to be invited anew. Open it with yilu unlock."),
            Phrase(
                zh: "它保护密钥，不保护记录：记录要靠整盘加密。",
                en: "It protects the keys, not the records: for those encrypt the disk."),
        ]
        if !isOverwritten {
            phrases.append(
                Phrase(
                    zh: "密钥的旧字节还留在文件里，多半是别的程序正在读取；它结束以后，下一次写入或打开本机时就会抹掉。",
                    en: """
                        The old bytes of the keys are still in the file, most likely because another program is \
                        reading. Once it has ended they go with the next write, or when this device is next opened.
                        """))
        }
        try console.show(Said(["passphrase": true, "overwritten": .bool(isOverwritten)], phrases))
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
