import ArgumentParser
import Device
import FieldRecords

/// `yilu conflict settle`: a person decides.
struct ConflictSettle: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("settle", zh: "裁定一处分歧", en: "Settle a conflict")
    }

    @Argument(help: ArgumentHelp(zh: "记录的编号，如 037-214", en: "The record's number, such as 037-214"))
    var number: String

    @Argument(help: ArgumentHelp(zh: "字段，或 deleted", en: "The field, or deleted"))
    var field: String

    @Option(parsing: .unconditional, help: ArgumentHelp(zh: "写下这个值", en: "Write this value", valueName: "value"))
    var value: String?

    @Option(
        help: ArgumentHelp(
            zh: "保留这个值（conflict list 里的变更）", en: "Keep the value of this change, as conflict list names it",
            valueName: "dot"))
    var keep: String?

    @OptionGroup var author: AuthorOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        guard (value == nil) != (keep == nil) else {
            throw UsageFault(Phrase(zh: "--value 和 --keep 要且只要一个", en: "give --value or --keep, one of the two"))
        }
        let saved = try global.device().settle(
            number: number, field: field, typed: value, keep: keep, by: author.by)
        let settled = Phrase(zh: "\(number) 的 \(field) 已裁定。", en: "\(field) of \(number) is settled.")
        try console.show(Said(saved.json, settled))
    }
}
