import ArgumentParser
import Device
import FieldRecords

/// `yilu town add`
struct TownAdd: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("add", zh: "登记一个街镇", en: "Add a town")
    }

    @Argument(help: ArgumentHelp(zh: "名称", en: "Its name"))
    var name: String

    @Option(help: ArgumentHelp(zh: "代码（默认：下一个）", en: "Its code (default: the next one)"))
    var code: String?

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let town = try global.device().addTown(name: name, code: code)
        try console.show(
            Said(town.json, Phrase(zh: "已登记 \(town.code) \(town.name)。", en: "Added \(town.code) \(town.name).")))
    }
}
