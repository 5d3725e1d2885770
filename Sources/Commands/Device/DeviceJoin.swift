import ArgumentParser
import Device
import FieldRecords

/// `yilu join`: this device becomes one of the network's, offline, by a carried invitation.
struct DeviceJoin: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("join", zh: "用邀请加入网络", en: "Join a network with an invitation")
    }

    @Argument(help: ArgumentHelp(zh: "邀请文件", en: "The invitation"))
    var file: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(zh: "在这台设备上写记录的人", en: "Who writes on this device", valueName: "name"))
    var by: String?

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let device = try Device.join(global.deviceOptions(), invitation: InputFile.bytes(file), by: by)
        let status = try device.status()
        let news = [
            Phrase(
                zh: "本机是设备 \(status.replica)，在 \(status.placeName)（\(status.networkName)），现在就能写记录。",
                en: "This is device \(status.replica) at \(status.placeName) (\(status.networkName)), ready to write."),
            Phrase(
                zh: "写好后交给主机：yilu bundle export --to host --out 文件",
                en: "To hand on what you write: yilu bundle export --to host --out FILE"),
        ]
        try console.show(NewDevice(status: status, news: news))
    }
}
