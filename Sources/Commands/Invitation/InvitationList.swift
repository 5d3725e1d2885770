import ArgumentParser
import Device
import FieldRecords

/// `yilu invitation list`
struct InvitationList: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("list", zh: "列出邀请", en: "List the invitations")
    }

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.show(global.device().invitations(), none: Phrase(zh: "没有邀请。", en: "No invitations."))
    }
}
