import ArgumentParser
import Device
import FieldRecords

/// `yilu member revoke`: a signed cut of the logs of a device.
struct MemberRevoke: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            "revoke", zh: "吊销设备：此后它写的都不算数", en: "Revoke a device: what it writes from now on counts for nothing")
    }

    @Argument(help: ArgumentHelp(zh: "设备，如 037b", en: "The device, such as 037b"))
    var replica: String

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        try global.device().revoke(replica)
        try console.show(
            Said(
                ["replica": .string(replica)],
                Phrase(zh: "\(replica) 已吊销。请把通告带到各站。", en: "\(replica) is revoked. Carry the notice to the stations.")))
    }
}
