import ArgumentParser
import Device

/// `yilu record add`
struct RecordAdd: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("add", zh: "写一条新记录", en: "Write a new record")
    }

    @Argument(help: ArgumentHelp(zh: "表单，如 visit", en: "The form, such as visit"))
    var form: String

    @Argument(
        help: ArgumentHelp(zh: "字段和值，如 people=12", en: "Fields and values, such as people=12", valueName: "field=value")
    )
    var fields: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(zh: "照片或文件，可写多次", en: "A photo or file; may be repeated", valueName: "field=file"))
    var photo: [String] = []

    @Option(help: ArgumentHelp(zh: "地点的代码或名称（默认：本机的地点）", en: "The place's code or name (default: this device's)"))
    var place: String?

    @OptionGroup var author: AuthorOptions

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let typed = try TypedFields(values: fields, files: photo)
        let saved = try global.device().addRecord(
            form: form, typed: typed.values, files: typed.files, place: place, by: author.by)
        try console.show(saved)
    }
}
