import ArgumentParser
import Device
import FieldRecords

/// `yilu member retire`: a device that will write no more.
struct MemberRetire: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("retire", zh: "停用一台设备；它的记录都保留", en: "Retire a device; its records stay")
    }

    @Argument(help: ArgumentHelp(zh: "设备，如 037b", en: "The device, such as 037b"))
    var replica: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try global.device().retire(replica)
        try console.show(
            Said(
                ["replica": .string(replica)],
                Phrase(zh: "\(replica) 已停用，记录都保留。", en: "\(replica) is retired; its records stay.")))
    }
}
