import ArgumentParser
import Device
import FieldRecords

/// `yilu station rename`
struct StationRename: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("rename", zh: "给驿站改名", en: "Rename a station")
    }

    @Argument(help: ArgumentHelp(zh: "驿站的代码", en: "The station's code"))
    var code: String

    @Argument(help: ArgumentHelp(zh: "新名称", en: "Its new name"))
    var name: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let station = try global.device().renameStation(code: code, name: name)
        try console.show(
            Said(
                station.json,
                Phrase(zh: "\(station.code) 现在叫 \(station.name)。", en: "\(station.code) is now \(station.name).")))
    }
}
