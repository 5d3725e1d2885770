import ArgumentParser
import Device
import FieldRecords
import Transports

/// `yilu sync`: one exchange with another device over TCP.
struct SessionSync: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("sync", zh: "通过网络同步", en: "Sync with another device over the network")
    }

    @Argument(
        help: ArgumentHelp(
            zh: "对方的地址（默认：邀请里主机的地址）", en: "The other device (default: the host of the invitation)",
            valueName: "host:port"))
    var address: String?

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        let device = try global.device()
        let address = try SessionSync.address(address, device)
        let calls = SessionCalls(device, address)
        defer { calls.stop() }
        let outcome = try calls.run { console.progress($0.phrase) }
        try console.show(SyncAnswer(outcome: outcome, address: "\(address)"))
        for complaint in outcome.complaints(at: "\(address)") {
            console.complain(complaint.kind, what: complaint.what, advice: complaint.advice)
        }
    }

    static func address(_ named: String?, _ device: Device) throws -> LineAddress {
        if let named {
            guard let address = LineAddress(named) else { throw UsageFault.address(named) }
            return address
        }
        guard let known = try device.hostAddress(), let address = LineAddress(known) else {
            throw UsageFault(
                Phrase(
                    zh: "不知道主机的地址：邀请里没有，请写明 主机:端口",
                    en: "no address is known: the invitation names none, so name HOST:PORT"))
        }
        return address
    }
}
