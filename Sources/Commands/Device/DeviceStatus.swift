import ArgumentParser
import Device

/// `yilu status`
struct DeviceStatus: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("status", zh: "看本机的状态", en: "How this device stands")
    }

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.show(global.device().status())
    }
}
