import ArgumentParser
import Device
import FieldRecords

/// `yilu town list`
struct TownList: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("list", zh: "列出街镇", en: "List the towns")
    }

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.show(
            global.device().towns(), none: Phrase(zh: "还没有街镇：yilu town add 名称", en: "No towns yet: yilu town add NAME"))
    }
}
