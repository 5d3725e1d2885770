import ArgumentParser
import Device

/// `yilu record show`
struct RecordShow: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("show", zh: "看一条记录", en: "Show a record")
    }

    @Argument(help: ArgumentHelp(zh: "记录的编号，如 037-214", en: "The record's number, such as 037-214"))
    var number: String

    @Flag(help: ArgumentHelp(zh: "其他地点的个人信息也显示", en: "Show personal values of other places too"))
    var personal = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.show(RecordPage(record: global.device().record(number: number, showPersonal: personal)))
    }
}
