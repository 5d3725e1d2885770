import ArgumentParser
import Device
import FieldRecords

/// `yilu record history`: every change of a record, and who made it.
struct RecordHistory: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("history", zh: "看一条记录的全部变更", en: "Show every change of a record")
    }

    @Argument(help: ArgumentHelp(zh: "记录的编号，如 037-214", en: "The record's number, such as 037-214"))
    var number: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.show(global.device().history(number: number), none: Phrase(zh: "没有变更。", en: "No changes."))
    }
}
