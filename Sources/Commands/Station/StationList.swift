import ArgumentParser
import Device
import FieldRecords

/// `yilu station list`
struct StationList: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("list", zh: "列出驿站", en: "List the stations")
    }

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try console.show(
            global.device().stations(),
            none: Phrase(zh: "还没有驿站：yilu station invite", en: "No stations yet: yilu station invite"))
    }
}
