import ArgumentParser
import Device

/// `yilu bundle inspect`: works also where there is no device.
struct BundleInspect: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("inspect", zh: "看数据包里有什么，不打开内容", en: "Tell what is in a bundle, without opening it")
    }

    @Argument(help: ArgumentHelp(zh: "数据包", en: "The bundle"))
    var file: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.report(global.inspection(of: file, verifying: false), of: file)
    }
}
