import ArgumentParser
import Device
import FieldRecords

/// `yilu station move`
struct StationMove: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("move", zh: "把驿站划到另一个街镇", en: "Move a station to another town")
    }

    @Argument(help: ArgumentHelp(zh: "驿站的代码", en: "The station's code"))
    var code: String

    @Option(help: ArgumentHelp(zh: "街镇的代码或名称", en: "The code or name of the town"))
    var town: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let station = try global.device().moveStation(code: code, town: town)
        try console.show(
            Said(
                station.json,
                Phrase(
                    zh: "\(station.code) \(station.name) 现在属于 \(station.parent ?? town)。",
                    en: "\(station.code) \(station.name) now belongs to \(station.parent ?? town).")))
    }
}
