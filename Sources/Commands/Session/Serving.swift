import Device
import Exchange
import FieldRecords
import Logging
import ServiceLifecycle
import Synchronization
import Transports
import UnixSignals
import Web

/// The services of `yilu serve` together: the listener, and the pages for whoever watches it.
final class Serving {
    /// What the services tell the main thread: which of them have started, and on what port the pages are.
    private final class Ready: Sendable {
        let hearsSignals = Mutex(false)
        let web = Mutex<Int?>(nil)
    }

    private let device: Device
    private let address: LineAddress
    private let web: LineAddress?
    private let feed: ODataRoutes?
    private let logger = Logger(label: "yilu") { StreamLogHandler.standardError(label: $0) }
    private let workers = SessionWorkers(lineThreads: 2)
    private let meter = SessionMeter()
    private let listener: ExchangeListener
    private let pageLimits: PageLimits

    init(_ device: Device, listen address: LineAddress, web: LineAddress?) throws {
        self.device = device
        self.address = address
        self.web = web
        feed = try web.map { _ in ODataRoutes(device, token: try device.feedToken()) }
        let descriptors = OpenFiles.raisedMax()
        pageLimits = PageLimits(descriptors: descriptors, oneIn: 8)
        let log = SessionLog(logger)
        let meter = meter
        listener = try ExchangeListener(
            .init(
                credentials: { try device.sessionCredentials() },
                makeDesk: { DeviceDesk(device, $0, role: .answerer, identity: $1, member: $2) },
                noted: { record in
                    log.note(record)
                    meter.note(record)
                }),
            limits: LineLimits(descriptors: descriptors), by: workers)
    }

    func stop() {
        workers.stop()
    }

    /// Serves until it is told to stop: that is no failure.
    ///
    /// - Parameter listening: told on this thread where, once all listen and a signal to stop is heard. What it throws
    ///   ends the serving.
    func run(listening: (LineAddress, LineAddress?) throws -> Void) throws {
        let (listener, address) = (listener, address)
        let bound: LineAddress
        do { bound = try Waiting.run { try await listener.listen(address) } } catch {
            throw Serving.cannotListen(address, error)
        }
        let ready = Ready()
        var services: [any Service] = [
            ListenerService(listener, started: { ready.hearsSignals.withLock { $0 = true } })
        ]
        if let web { services.append(try pages(at: web, ready)) }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(8)
        let group = ServiceGroup(configuration: configuration)
        var failure: (any Error)?
        var isTold = false
        func tell() {
            guard !isTold, ready.hearsSignals.withLock({ $0 }) else { return }
            let port = ready.web.withLock { $0 }
            guard web == nil || port != nil else { return }
            isTold = true
            let pages = web.flatMap { web in port.map { LineAddress(host: web.host, port: $0) } }
            do { try listening(bound, pages) } catch {
                failure = error
                Task { await group.triggerGracefulShutdown() }
            }
        }
        do { try Waiting.run(meanwhile: tell) { try await group.run() } } catch {
            throw web.map { Serving.cannotListen($0, error) } ?? error
        }
        if let failure { throw failure }
    }

    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = .error
        return quiet
    }

    private func pages(at web: LineAddress, _ ready: Ready) throws -> any Service {
        let (device, meter, listener) = (device, meter, listener)
        let pages = WatchPages(
            .init(
                fault: {
                    do {
                        _ = try device.hostAddress()
                        return nil
                    } catch { return DeviceError(wording: error).what.en }
                },
                metrics: {
                    meter.metrics(connections: listener.connections, silentStations: try? device.silentStations())
                }), feed: feed)
        return try pages.service(
            host: web.host, port: web.port, limits: pageLimits, logger: quiet,
            listening: { port in ready.web.withLock { $0 = port } })
    }

    static func cannotListen(_ address: LineAddress, _ error: any Error) -> DeviceError {
        DeviceError(
            .cannotCreate,
            what: Phrase(zh: "不能在 \(address) 等待：\(error)", en: "cannot listen on \(address): \(error)"),
            advice: Phrase(zh: "请换一个地址或端口。", en: "Choose another address or port."))
    }
}
