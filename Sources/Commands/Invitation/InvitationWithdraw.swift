import ArgumentParser
import Device
import FieldRecords

/// `yilu invitation withdraw`
struct InvitationWithdraw: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("withdraw", zh: "撤回一份未用的邀请", en: "Withdraw an invitation that nobody has used")
    }

    @Argument(help: ArgumentHelp(zh: "邀请的编号", en: "The invitation's serial"))
    var serial: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try global.device().withdrawInvitation(serial: serial)
        try console.show(
            Said(
                ["serial": .string(serial), "state": "withdrawn"],
                Phrase(zh: "邀请 \(serial) 已撤回。", en: "Invitation \(serial) is withdrawn.")))
    }
}
