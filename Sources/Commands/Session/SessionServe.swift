import ArgumentParser
import Device
import Exchange
import FieldRecords
import Foundation
import Logging
import ServiceLifecycle
import Transports
import UnixSignals

/// `yilu serve`: answers other devices over TCP until it is told to stop.
struct SessionServe: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("serve", zh: "等其他设备来同步", en: "Let other devices sync with this one")
    }

    @Option(
        help: ArgumentHelp(
            zh: "在哪里等（默认：所有地址，端口 8409）", en: "Where to listen (default: every address, port 8409)",
            valueName: "host:port"))
    var listen = "0.0.0.0:8409"

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        guard let address = LineAddress(listen) else { throw UsageFault.address(listen) }
        let device = try global.device()
        FileLimit.raise()
        let logger = Logger(label: "yilu") { StreamLogHandler.standardError(label: $0) }
        let workers = SessionWorkers(lineThreads: 2)
        defer { workers.stop() }
        let log = SessionLog(logger)
        let listener = try ExchangeListener(
            .init(
                credentials: { try device.sessionCredentials() },
                makeDesk: { DeviceDesk(device, $0, role: .answerer, identity: $1, member: $2) },
                noted: log.note),
            by: workers)
        let bound: LineAddress
        do { bound = try Waiting.run { try await listener.listen(address) } } catch {
            throw DeviceError(
                .cannotCreate,
                what: Phrase(zh: "不能在 \(address) 等待：\(error)", en: "cannot listen on \(address): \(error)"),
                advice: Phrase(zh: "请用 --listen 换一个地址或端口。", en: "Choose another address or port with --listen."))
        }
        let said = Phrase(zh: "在 \(bound) 等待同步", en: "Listening on \(bound)")
        try console.show(Said(["listen": .string("\(bound)")], said))
        try console.finish()
        try Waiting.run {
            var configuration = ServiceGroupConfiguration(
                services: [ListenerService(listener)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            configuration.maximumGracefulShutdownDuration = .seconds(8)
            try await ServiceGroup(configuration: configuration).run()
        }
    }
}

/// Each connection is a file.
enum FileLimit {
    /// Raises the soft limit to the hard one.
    static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

extension UsageFault {
    static func address(_ text: String) -> UsageFault {
        UsageFault(Phrase(zh: "“\(text)”不是地址（主机:端口）", en: "“\(text)” is no address (HOST:PORT)"))
    }
}
