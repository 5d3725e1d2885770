import ArgumentParser
import Device
import FieldRecords

/// `yilu member list`
struct MemberList: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("list", zh: "列出设备", en: "List the devices")
    }

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.show(
            global.device().members(), none: Phrase(zh: "还没有设备。", en: "No devices yet."))
    }
}
