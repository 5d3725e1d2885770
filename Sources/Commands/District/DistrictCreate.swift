import ArgumentParser
import Device
import FieldRecords

/// `yilu district create`: makes a network, with this device as its host.
struct DistrictCreate: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "create", zh: "建立一个区的网络，本机成为主机", en: "Make the network of a district, with this device as its host")
    }

    @Option(parsing: .unconditional, help: ArgumentHelp(zh: "区的名称", en: "The name of the district"))
    var name: String

    @Flag(help: ArgumentHelp(zh: "小组：只有一个地点，人人都能看到一切", en: "A small group: one place, in which all may see all"))
    var open = false

    @Option(
        help: ArgumentHelp(
            zh: "街镇名单（CSV，有 name 列，可有 code 列）", en: "The towns: a CSV file with a column name, and code if you like",
            valueName: "file"))
    var towns: String?

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let list = try towns.map { try TownFile.read($0) } ?? []
        let device = try Device.createDistrict(global.deviceOptions(), name: name, isOpen: open, towns: list)
        var news = [
            Phrase(
                zh: "已建立“\(name)”，本机是主机。", en: "“\(name)” is made, and this device is its host.")
        ]
        if !list.isEmpty {
            news.append(
                Phrase(
                    zh: "登记了 \(list.count) 个街镇：yilu town list",
                    en: "It has \(count(list.count, "town")): yilu town list"))
        }
        news.append(
            Phrase(
                zh: "请现在备份网络的根密钥，存到别处：yilu backup 文件 --root-key",
                en: "Back up the network's root key now, and keep it elsewhere: yilu backup FILE --root-key"))
        try console.show(NewDevice(status: device.status(), news: news))
    }
}
