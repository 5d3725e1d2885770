import ArgumentParser
import Device
import FieldRecords
import Logging
import ServiceLifecycle
import Synchronization
import Transports
import UnixSignals
import Web

/// `yilu web`: the page of this device, until it is told to stop.
struct PageCommand: DeviceCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration("web", zh: "在浏览器里记录和同步", en: "Record and sync in a browser")
    }

    @Option(
        help: ArgumentHelp(
            zh: "在哪里打开（默认 127.0.0.1:8410，只有本机能打开）",
            en: "Where to open it (default 127.0.0.1:8410, for this machine alone)", valueName: "host:port"))
    var listen = "127.0.0.1:8410"

    @OptionGroup var global: GlobalOptions

    func perform(on console: Console) throws {
        guard let address = LineAddress(listen, defaultPort: 8410) else { throw UsageFault.address(listen) }
        guard WebAccess.isLoopback(address.host) else {
            throw UsageFault(
                Phrase(
                    zh: "页面只在本机打开：请用 127.0.0.1:端口", en: "the page is for this machine alone: use 127.0.0.1:PORT"))
        }
        let device = try global.device()
        let face = try WebFace(
            device, hands: .commands(device), access: WebAccess(loopback: address.host, port: address.port))
        defer { face.stop() }
        try run(face, at: address, on: console)
    }

    private func run(_ face: WebFace, at address: LineAddress, on console: Console) throws {
        let box = PortBox()
        var logger = Logger(label: "yilu") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .error
        var configuration = ServiceGroupConfiguration(
            services: [face.service(logger: logger) { port in box.port.withLock { $0 = port } }],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(8)
        let group = ServiceGroup(configuration: configuration)
        var failure: (any Error)?
        var isTold = false
        func tell() {
            guard !isTold, let port = box.port.withLock({ $0 }) else { return }
            isTold = true
            let web = LineAddress(host: address.host, port: port)
            do {
                try console.show(
                    Said(
                        ["web": .string("\(web)"), "token": .string(face.token)],
                        Phrase(zh: "页面在 http://\(web) ，按 Ctrl-C 结束", en: "The page is at http://\(web); Ctrl-C ends it")
                    ))
                try console.finish()
            } catch { failure = error }
        }
        do { try Waiting.run(meanwhile: tell) { try await group.run() } } catch {
            throw Serving.cannotListen(address, error)
        }
        if let failure { throw failure }
    }
}

/// What the server tells the main thread once somebody can come.
private final class PortBox: Sendable {
    let port = Mutex<Int?>(nil)
}
