import ArgumentParser
import Device
import Exchange
import FieldRecords
import Transports

/// `yilu sync`: one exchange with another device over TCP, or one after another.
struct SessionSync: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("sync", zh: "通过网络同步", en: "Sync with another device over the network")
    }

    @Argument(
        help: ArgumentHelp(
            zh: "对方的地址（默认：邀请里主机的地址）", en: "The other device (default: the host of the invitation)",
            valueName: "host:port"))
    var address: String?

    @Option(
        help: ArgumentHelp(
            zh: "每隔这么久同步一次，直到停止：15m、2h", en: "Sync again and again at this interval: 15m, 2h",
            valueName: "interval"))
    var every: String?

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        var rhythm: SyncRhythm?
        if let every {
            rhythm = SyncRhythm(every)
            guard rhythm != nil else {
                throw UsageFault(Phrase(zh: "“\(every)”不是间隔，例如 15m", en: "“\(every)” is no interval such as 15m"))
            }
        }
        let named = try address.map { text in
            guard let address = LineAddress(text) else { throw UsageFault.address(text) }
            return address
        }
        let device = try global.device()
        let address = try named ?? SessionSync.hostAddress(for: device)
        let calls = SessionCalls(device, address)
        defer { calls.stop() }
        if let rhythm { return try RepeatedSync(calls: calls, rhythm: rhythm, address: "\(address)").run(on: console) }
        let outcome = try Waiting.run(
            meanwhile: { console.progress(calls.progress.phrase) }, { await calls.run() })
        if !outcome.summaries.isEmpty { try console.show(SyncAnswer(outcome: outcome, address: "\(address)")) }
        for complaint in outcome.complaints(at: "\(address)") {
            console.complain(complaint.kind, what: complaint.what, advice: complaint.advice)
        }
    }

    /// Where the host listens, by the invitation or else by its own word on the local network.
    static func hostAddress(for device: Device) throws -> LineAddress {
        let known = try device.hostAddress()
        if let address = known.flatMap({ LineAddress($0) }) ?? Neighbours.find() { return address }
        if let known { throw UsageFault.invited(known) }
        throw UsageFault(
            Phrase(
                zh: "不知道主机的地址：邀请里没有，请写明 主机:端口", en: "no address is known: the invitation names none, so name HOST:PORT")
        )
    }
}

extension UsageFault {
    /// An invitation of a program that asked for no address that can be.
    fileprivate static func invited(_ text: String) -> UsageFault {
        UsageFault(
            Phrase(
                zh: "邀请里的“\(text)”不是地址，请写明 主机:端口",
                en: "“\(text)”, which the invitation names, is no address, so name HOST:PORT"))
    }
}
