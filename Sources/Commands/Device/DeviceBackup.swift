import ArgumentParser
import Device
import FieldRecords

/// `yilu backup`
struct DeviceBackup: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("backup", zh: "备份到一个文件", en: "Back up to a file")
    }

    @Argument(help: ArgumentHelp(zh: "备份文件", en: "The backup file"))
    var file: String

    @OptionGroup var passphraseOptions: PassphraseOptions

    @Flag(help: ArgumentHelp(zh: "只备份网络的根密钥（仅主机）", en: "Only the network's root key (host only)"))
    var rootKey = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let passphrase = try passphraseOptions.given()
        let device = try global.device()
        if rootKey {
            try device.backupRootKey(to: file, passphrase: passphrase)
        } else {
            try device.backup(to: file, passphrase: passphrase)
        }
        let care =
            passphrase == nil
            ? Phrase(
                zh: "它没有口令：请像保管这台设备一样保管它。", en: "It has no passphrase: it is as precious as the device itself.")
            : Phrase(zh: "请记住口令：没有它，谁也打不开。", en: "Remember the passphrase: without it nobody can open the file.")
        let json: JSONValue = [
            "file": .string(file), "sealed": .bool(passphrase != nil), "rootKey": .bool(rootKey),
        ]
        try console.show(Said(json, Phrase(zh: "已备份到 \(file)。", en: "Backed up to \(file)."), care))
    }
}
