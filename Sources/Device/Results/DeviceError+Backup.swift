import FieldRecords
import Store

extension DeviceError {
    /// Why a file cannot be restored, under the name by which the person gave it.
    init(backup file: String, _ flaw: BackupFlaw) {
        let another = Phrase(zh: "请重新拷贝，或换一份备份。", en: "Copy it again, or take another backup.")
        switch flaw {
        case .otherFile:
            self.init(
                .badData, what: Phrase(zh: "\(file) 不是驿录的备份", en: "\(file) is no backup of yilu"),
                advice: Phrase(zh: "请核对是否拿错了文件。", en: "Check that it is the right file."))
        case .deviceFile:
            self.init(
                .badData,
                what: Phrase(zh: "\(file) 是设备自己的文件，不是备份", en: "\(file) is a device's own file, not a backup"),
                advice: Phrase(zh: "备份要在那台设备上做：yilu backup 文件", en: "Make one on that device: yilu backup FILE"))
        case .cut:
            self.init(
                .badData,
                what: Phrase(zh: "备份 \(file) 不完整：后面缺了一截", en: "the backup \(file) is cut: its end is missing"),
                advice: another)
        case .damaged:
            self.init(
                .badData, what: Phrase(zh: "备份 \(file) 损坏了，或不完整", en: "the backup \(file) is damaged, or cut"),
                advice: another)
        }
    }

    init(rootKeyInstead file: String) {
        self.init(
            .badData,
            what: Phrase(
                zh: "\(file) 只有网络的根密钥，没有记录", en: "\(file) holds the network's root key only, and no records"),
            advice: Phrase(
                zh: "它和主机的备份一起用：yilu restore 备份文件 --root-key \(file)",
                en: "It goes with a backup of the host: yilu restore FILE --root-key \(file)"))
    }

    init(notARootKey file: String) {
        self.init(
            .badData, what: Phrase(zh: "\(file) 不是根密钥的备份", en: "\(file) is no backup of a root key"),
            advice: Phrase(
                zh: "请核对是否拿错了文件；它是主机上 yilu backup 文件 --root-key 写的。",
                en: "Check that it is the right file: yilu backup FILE --root-key wrote it on the host."))
    }

    init(rootKeyStaysSealed file: String) {
        self.init(
            .notPermitted,
            what: Phrase(zh: "口令打不开根密钥的备份 \(file)", en: "the passphrase does not open the root key's backup \(file)"),
            advice: Phrase(
                zh: "若两份备份的口令不同，先恢复主机，再用它的口令运行 yilu restore --root-key \(file)。",
                en: "If the two backups differ in it, restore the host first, then yilu restore --root-key \(file)."))
    }

    static var rootKeyMissing: DeviceError {
        DeviceError(
            .notPermitted, what: Phrase(zh: "这台设备没有网络的根密钥", en: "this device does not hold the network's root key"),
            advice: Phrase(
                zh: "请在建立网络的主机上执行；从备份恢复的主机先运行 yilu restore --root-key 文件。",
                en: "Run it on the host that made the network; on a restored one first yilu restore --root-key FILE."))
    }

    static var rootKeyOfAnotherNetwork: DeviceError {
        DeviceError(
            .notPermitted, what: Phrase(zh: "这是另一个网络的根密钥", en: "this is the root key of another network"),
            advice: Phrase(zh: "请核对是否拿错了文件。", en: "Check that it is the right file."))
    }

    static var rootKeyIsForHost: DeviceError {
        DeviceError(
            .notPermitted, what: Phrase(zh: "只有区级主机可以保管根密钥", en: "only the district host may hold the root key"),
            advice: Phrase(zh: "请在主机上执行。", en: "Run it on the host."))
    }
}
