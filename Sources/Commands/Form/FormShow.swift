import ArgumentParser
import Device

/// `yilu form show`
struct FormShow: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("show", zh: "看一个表单有哪些字段", en: "Show the fields of a form")
    }

    @Argument(help: ArgumentHelp(zh: "表单，如 visit", en: "The form, such as visit"))
    var form: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.show(FormPage(form: global.device().form(named: form)))
    }
}
