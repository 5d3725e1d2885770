import ArgumentParser
import Device
import FieldRecords

/// `yilu import`: rows of a CSV or JSON Lines file become records.
struct RecordImport: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "import", zh: "把 CSV 或 JSON Lines 的行变成记录", en: "Make records of the rows of a CSV or JSON Lines file")
    }

    /// Refusals told one by one on standard error; `--json` has them all.
    static let refusalsShownMax = 20

    @Argument(help: ArgumentHelp(zh: "表单，或 auto：每行自己写明", en: "The form, or auto: each line names its own"))
    var form: String

    @Argument(help: ArgumentHelp(zh: "文件：.csv 或 .jsonl", en: "The file: .csv or .jsonl"))
    var file: String

    @Option(help: ArgumentHelp(zh: "地点的代码或名称（默认：本机的地点）", en: "The place's code or name (default: this device's)"))
    var place: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            zh: "标识一行的列：再次导入时更新同一条记录", en: "The column that identifies a row: importing again updates its record",
            valueName: "column"))
    var key: String?

    @Flag(help: ArgumentHelp(zh: "有的行不合格时，合格的照样导入", en: "Keep the good rows where others are refused"))
    var keepGood = false

    @OptionGroup var author: AuthorOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let result = try global.device().importRows(
            form: form, file: file, place: place, key: key, keepGood: keepGood, by: author.by,
            progress: { console.progress(Phrase(zh: "\($0) 行", en: count($0, "row"))) })
        try console.show(result)
        for refusal in result.refused.prefix(RecordImport.refusalsShownMax) {
            console.complain(
                .badData,
                what: Phrase(
                    zh: "\(file) 第 \(refusal.row) 行：\(refusal.reason.zh)",
                    en: "\(file), line \(refusal.row): \(refusal.reason.en)"),
                advice: nil)
        }
        guard !result.refused.isEmpty else { return }
        console.complain(
            .badData,
            what: Phrase(
                zh: "共拒绝 \(result.refused.count) 行", en: "\(count(result.refused.count, "row")) refused in all"),
            advice: keepGood
                ? Phrase(zh: "请改正这些行再导入。", en: "Correct these rows and import them again.")
                : Phrase(
                    zh: "什么都没有导入。请改正这些行，或加 --keep-good 先导入合格的。",
                    en: "Nothing was imported. Correct these rows, or take the good ones with --keep-good."))
    }
}
