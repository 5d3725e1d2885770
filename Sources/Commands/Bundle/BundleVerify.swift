import ArgumentParser
import Device

/// `yilu bundle verify`: what this device may open is checked inside too.
struct BundleVerify: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("verify", zh: "检查数据包是否完好", en: "Check that a bundle is sound")
    }

    @Argument(help: ArgumentHelp(zh: "数据包", en: "The bundle"))
    var file: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.report(global.inspection(of: file, verifying: true), of: file)
    }
}
