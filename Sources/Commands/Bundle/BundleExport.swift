import ArgumentParser
import Device

/// `yilu bundle export`
struct BundleExport: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("export", zh: "写出给别的设备的数据包", en: "Write a bundle for other devices")
    }

    @Option(help: ArgumentHelp(zh: "给谁：一台设备、host 或 all", en: "For whom: a device, host, or all"))
    var to: String

    @Option(
        help: ArgumentHelp(
            zh: "写到这个文件；--to all 时是文件夹", en: "The file to write; with --to all a folder", valueName: "file|dir"))
    var out: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let answer = ExportAnswer(try global.device().exportBundle(to: to, out: out))
        try console.show(answer)
        for failure in answer.failures { console.complain(failure.kind, what: failure.what, advice: failure.advice) }
    }
}
