import ArgumentParser
import Device
import FieldRecords

/// `yilu member admit`: a second user of an invitation, let in by a person.
struct MemberAdmit: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("admit", zh: "登记一台等待登记的设备", en: "Enrol a device that waits")
    }

    @Argument(help: ArgumentHelp(zh: "设备，如 037b", en: "The device, such as 037b"))
    var replica: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try global.device().admit(replica)
        try console.show(
            Said(["replica": .string(replica)], Phrase(zh: "\(replica) 已登记。", en: "\(replica) is enrolled.")))
    }
}
