import ArgumentParser
import Device

/// `yilu member invite`: a second device of a place, district staff, a member of an open network.
struct MemberInvite: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("invite", zh: "为一个地点的又一台设备写邀请", en: "Write an invitation for one more device of a place")
    }

    @Option(help: ArgumentHelp(zh: "地点的代码或名称（默认：本机的地点）", en: "The place's code or name (default: this device's)"))
    var place: String?

    @Option(help: ArgumentHelp(zh: "邀请写到这个文件", en: "Write the invitation to this file", valueName: "file"))
    var out: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.show(WrittenInvitation.issue(to: out, by: global) { try $0.inviteMember(place: place) })
    }
}
