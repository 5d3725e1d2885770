import ArgumentParser
import Device
import FieldRecords

/// `yilu record undelete`
struct RecordUndelete: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("undelete", zh: "恢复删除了的记录", en: "Bring a deleted record back")
    }

    @Argument(help: ArgumentHelp(zh: "记录的编号，如 037-214", en: "The record's number, such as 037-214"))
    var number: String

    @OptionGroup var author: AuthorOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try global.device().undeleteRecord(number: number, by: author.by)
        try console.show(
            Said(
                ["number": .string(number), "deleted": false],
                Phrase(
                    zh: "已恢复 \(number)。",
                    en: "\(number) is back.")))
    }
}
