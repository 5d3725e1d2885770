import ArgumentParser
import Device
import FieldRecords

/// `yilu record list`
struct RecordList: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("list", zh: "列出记录", en: "List records")
    }

    @Argument(help: ArgumentHelp(zh: "只列这种表单", en: "Only records of this form"))
    var form: String?

    @Option(help: ArgumentHelp(zh: "只列这个地点", en: "Only records of this place"))
    var place: String?

    @Option(
        name: .customLong("where"), parsing: .unconditional,
        help: ArgumentHelp(
            zh: "条件，用表单的表达式，如 \"${people} > 10\"", en: "A condition as forms write it, such as \"${people} > 10\"",
            valueName: "expr"))
    var condition: String?

    @Option(parsing: .unconditional, help: ArgumentHelp(zh: "最多这么多条", en: "At most so many", valueName: "n"))
    var limit: Int?

    @Flag(help: ArgumentHelp(zh: "已删除的也列出", en: "Deleted ones too"))
    var all = false

    @Flag(help: ArgumentHelp(zh: "其他地点的个人信息也显示", en: "Show personal values of other places too"))
    var personal = false

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        guard limit.map({ $0 >= 0 }) ?? true else {
            throw UsageFault(Phrase(zh: "--limit 不能是负数", en: "--limit cannot be negative"))
        }
        let device = try global.device()
        try console.stream(none: Phrase(zh: "没有记录。", en: "No records.")) { (emit: (RecordLine) throws -> Void) in
            try device.records(
                form: form, place: place, where: condition, limit: limit, includeDeleted: all, showPersonal: personal
            ) { try emit(RecordLine(record: $0)) }
        }
    }
}
