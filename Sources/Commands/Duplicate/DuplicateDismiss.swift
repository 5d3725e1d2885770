import ArgumentParser
import Device
import FieldRecords

/// `yilu duplicate dismiss`: a person says that two records are two.
struct DuplicateDismiss: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("dismiss", zh: "这两条不是重复，以后不再提示", en: "The two are no duplicates: suggest them no more")
    }

    @Argument(help: ArgumentHelp(zh: "一条记录", en: "A record"))
    var one: String

    @Argument(help: ArgumentHelp(zh: "另一条记录", en: "Another record"))
    var other: String

    @OptionGroup var author: AuthorOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let isNew = try global.device().dismissDuplicate(one, other, by: author.by)
        try console.show(
            Said(
                ["records": [.string(one), .string(other)], "changed": .bool(isNew)],
                Phrase(
                    zh: "已记下：\(one) 和 \(other) 是两条记录。", en: "Noted: \(one) and \(other) are two records.")))
    }
}
