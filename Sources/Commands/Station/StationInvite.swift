import ArgumentParser
import Device
import Transports

/// `yilu station invite`: makes a station and an invitation for its first device.
struct StationInvite: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "invite", zh: "登记一个驿站，并为它的设备写邀请", en: "Add a station, and write an invitation for its device")
    }

    @Argument(help: ArgumentHelp(zh: "驿站的名称", en: "The station's name"))
    var name: String

    @Option(help: ArgumentHelp(zh: "所属街镇的代码或名称", en: "The code or name of its town"))
    var town: String

    @Option(help: ArgumentHelp(zh: "驿站的代码（默认：下一个）", en: "The station's code (default: the next one)", valueName: "037"))
    var code: String?

    @Option(
        help: ArgumentHelp(
            zh: "主机的网络地址，如果有（也用于以后的邀请）", en: "The host's address, if it has one (for later invitations, too)",
            valueName: "host:port"))
    var host: String?

    @Option(help: ArgumentHelp(zh: "邀请写到这个文件", en: "Write the invitation to this file", valueName: "file"))
    var out: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        if let host, LineAddress(host).map({ $0.port == 0 }) ?? true { throw UsageFault.address(host) }
        try console.show(
            WrittenInvitation.issue(to: out, by: global) {
                try $0.inviteStation(name: name, town: town, code: code, host: host)
            })
    }
}
