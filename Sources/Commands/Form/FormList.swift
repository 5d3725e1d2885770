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
        let device = try global.device()
        let rows = try device.forms().map(FormRow.readable) + device.unreadableForms().map(FormRow.unreadable)
        try console.show(rows, none: Phrase(zh: "没有表单。", en: "No forms."))
    }
}
