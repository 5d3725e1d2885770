import ArgumentParser
import Device
import FieldRecords

/// `yilu record erase`
struct RecordErase: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "erase", zh: "抹除记录里的个人信息，处处生效，不可恢复", en: "Erase the personal values of a record, everywhere and for good")
    }

    @Argument(help: ArgumentHelp(zh: "记录的编号，如 037-214", en: "The record's number, such as 037-214"))
    var number: String

    @OptionGroup var author: AuthorOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try global.device().eraseRecord(number: number, by: author.by)
        try console.show(
            Said(
                ["number": .string(number), "erased": true],
                Phrase(
                    zh: "已抹除 \(number) 的个人信息；送到的设备也会抹除。",
                    en: "The personal values of \(number) are erased here, and wherever this is carried.")))
    }
}
