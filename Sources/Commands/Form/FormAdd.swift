import ArgumentParser
import Device
import FieldRecords

/// `yilu form add`: publishes a form, or a new version of one, to all below.
struct FormAdd: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("add", zh: "发布一个表单或它的新版本", en: "Publish a form, or a new version of one")
    }

    @Argument(help: ArgumentHelp(zh: "XLSForm 的 CSV 文件", en: "An XLSForm as a CSV file"))
    var file: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let form = try global.device().addForm(csv: InputFile.bytes(file))
        let name = [form.name, form.version].filter { !$0.isEmpty }.joined(separator: " ")
        try console.show(
            Said(
                form.listJSON,
                Phrase(
                    zh: "已发布表单 \(name)：“\(form.title.zh)”。", en: "Published the form \(name): “\(form.title.en)”.")))
    }
}
