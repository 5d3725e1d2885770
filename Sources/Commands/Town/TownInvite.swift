import ArgumentParser
import Device

/// `yilu town invite`: an invitation for a device of the town's office.
struct TownInvite: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("invite", zh: "为街镇办公室的设备写邀请", en: "Write an invitation for a device of the town's office")
    }

    @Argument(help: ArgumentHelp(zh: "街镇的代码或名称", en: "The town's code or name"))
    var town: String

    @Option(help: ArgumentHelp(zh: "邀请写到这个文件", en: "Write the invitation to this file", valueName: "file"))
    var out: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.show(WrittenInvitation.issue(to: out, by: global) { try $0.inviteTown(town) })
    }
}
