import ArgumentParser
import Device
import FieldRecords

/// `yilu unlock`
struct DeviceUnlock: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("unlock", zh: "用口令打开本机的密钥，直到关机", en: "Open this device's keys, until it is switched off")
    }

    @OptionGroup var passphraseOptions: PassphraseOptions

    @Flag(help: ArgumentHelp(zh: "不再要口令", en: "Ask for no passphrase any more"))
    var forGood = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let options = try global.deviceOptions()
        let passphrase = {
            try passphraseOptions.given() ?? PassphrasePrompt.ask(Phrase(zh: "口令", en: "Passphrase"))
        }
        guard
            try forGood
                ? Device.removePassphrase(options, passphrase: passphrase)
                : Device.unlock(options, passphrase: passphrase)
        else {
            return try console.show(
                Said(["passphrase": false], Phrase(zh: "本机没有设口令。", en: "This device has no passphrase.")))
        }
        let said =
            forGood
            ? Phrase(zh: "口令已取消。", en: "The passphrase is taken off.")
            : Phrase(zh: "已打开，关机后会自动锁上。", en: "Unlocked; switching off locks it again.")
        try console.show(Said(["passphrase": .bool(!forGood)], said))
    }
}
