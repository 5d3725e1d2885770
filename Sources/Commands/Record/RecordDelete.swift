import ArgumentParser
import Device
import FieldRecords

/// `yilu record delete`
struct RecordDelete: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("delete", zh: "删除记录；以后可以恢复", en: "Delete a record; it can be brought back")
    }

    @Argument(help: ArgumentHelp(zh: "记录的编号，如 037-214", en: "The record's number, such as 037-214"))
    var number: String

    @OptionGroup var author: AuthorOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try global.device().deleteRecord(number: number, by: author.by)
        try console.show(
            Said(
                ["number": .string(number), "deleted": true],
                Phrase(
                    zh: "已删除 \(number)。恢复：yilu record undelete \(number)",
                    en: "Deleted \(number). To bring it back: yilu record undelete \(number)")))
    }
}
