import ArgumentParser
import Device
import FieldRecords

/// `yilu form list`
struct FormList: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("list", zh: "列出表单", en: "List the forms")
    }

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.show(global.device().forms().map(FormRow.init), none: Phrase(zh: "没有表单。", en: "No forms."))
    }
}
