import ArgumentParser
import Device
import FieldRecords

/// `yilu record edit`
struct RecordEdit: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("edit", zh: "修改记录的字段", en: "Change fields of a record")
    }

    @Argument(help: ArgumentHelp(zh: "记录的编号，如 037-214", en: "The record's number, such as 037-214"))
    var number: String

    @Argument(
        help: ArgumentHelp(zh: "字段和值，如 people=12", en: "Fields and values, such as people=12", valueName: "field=value")
    )
    var fields: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(zh: "照片或文件，可写多次", en: "A photo or file; may be repeated", valueName: "field=file"))
    var photo: [String] = []

    @OptionGroup var author: AuthorOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let typed = try TypedFields(values: fields, files: photo)
        guard !typed.values.isEmpty || !typed.files.isEmpty else {
            throw UsageFault(Phrase(zh: "没有要改的字段", en: "there is no field to change"))
        }
        let saved = try global.device().editRecord(
            number: number, typed: typed.values, files: typed.files, by: author.by)
        try console.show(saved)
    }
}
