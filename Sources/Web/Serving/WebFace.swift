package import Device
import FieldRecords
import Hummingbird
package import Logging
import NIOPosix
package import ServiceLifecycle

/// The page of a device: everything that a volunteer does, in a browser, with no network.
///
/// Pages are made on the server from templates; a script adds what needs one (rules that follow as one types, drafts,
/// photos). Every request is answered from the device itself, on threads that may wait for a disk.
package struct WebFace: Sendable {
    let device: Device
    let hands: WebHands
    package let access: WebAccess
    /// What a request that changes anything must show.
    package let token: String
    let work = ExchangeWork()
    private let threads: NIOThreadPool
    private let limits: PageLimits

    /// - Throws: `DeviceError` where the device cannot be asked.
    package init(
        _ device: Device, hands: WebHands, access: WebAccess, limits: PageLimits = PageLimits()
    ) throws {
        self.device = device
        self.hands = hands
        self.access = access
        self.limits = limits
        token = try device.pageToken()
        threads = NIOThreadPool(numberOfThreads: 4)
        threads.start()
        // What was never carried is counted once, and then goes on from there: the first who comes need not wait for it.
        // Where it fails, the page that counts again says why.
        threads.submit { _ in _ = try? device.today() }
    }

    /// Serves the page until it is told to stop.
    ///
    /// - Parameter listening: told the port once somebody can come.
    package func service(logger: Logger, listening: @escaping @Sendable (Int) -> Void) throws -> any Service {
        Application(
            router: router, server: try limits.server(encryption: access.encryption),
            configuration: ApplicationConfiguration(host: access.host, port: access.port, limits: limits),
            onServerRunning: { [access] channel in listening(channel.localAddress?.port ?? access.port) },
            logger: logger)
    }

    package func stop() {
        threads.shutdownGracefully { _ in }
    }

    private var router: Router<Visit> {
        let router = Router(context: Visit.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: Apologies(face: self))
        router.add(middleware: Doorkeeper(token: token, access: access))
        addLook(to: router)
        addDoor(to: router)
        addToday(to: router)
        addForms(to: router)
        addRecords(to: router)
        addLists(to: router)
        addExchange(to: router)
        addDuplicates(to: router)
        addDistrict(to: router)
        addInterface(to: router)
        return router
    }

    /// Asks the device, on a thread that may wait.
    func ask<Answer: Sendable>(_ body: @escaping @Sendable (Device) throws -> Answer) async throws -> Answer {
        try await threads.runIfActive { [device] in try body(device) }
    }
}
