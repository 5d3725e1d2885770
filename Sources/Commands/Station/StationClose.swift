import ArgumentParser
import Device
import FieldRecords

/// `yilu station close`
struct StationClose: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("close", zh: "关闭驿站；它的记录都保留", en: "Close a station; its records stay")
    }

    @Argument(help: ArgumentHelp(zh: "驿站的代码", en: "The station's code"))
    var code: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let station = try global.device().closeStation(code: code)
        try console.show(
            Said(
                station.json,
                Phrase(
                    zh: "\(station.code) \(station.name) 已关闭，记录都保留。",
                    en: "\(station.code) \(station.name) is closed; its records stay.")))
    }
}
