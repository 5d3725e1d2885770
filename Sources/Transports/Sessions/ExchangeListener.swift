package import Exchange
package import Membership
import NIOCore
import NIOPosix
import Synchronization

/// Answers calls: any number of sessions at once, within its limits.
package final class ExchangeListener: Sendable {
    /// What the listener needs from the device.
    package struct Device: Sendable {
        /// What to show in TLS; asked again when the device's identity has changed.
        let credentials: @Sendable () throws -> SessionCredentials
        let makeDesk: @Sendable (SessionCredentials, Identity, Member) throws -> any ExchangeDesk
        /// Told of every connection when it is over.
        let noted: @Sendable (SessionRecord) -> Void

        package init(
            credentials: @escaping @Sendable () throws -> SessionCredentials,
            makeDesk: @escaping @Sendable (SessionCredentials, Identity, Member) throws -> any ExchangeDesk,
            noted: @escaping @Sendable (SessionRecord) -> Void
        ) {
            self.credentials = credentials
            self.makeDesk = makeDesk
            self.noted = noted
        }
    }

    private let device: Device
    private let limits: LineLimits
    private let workers: SessionWorkers
    private let security: Mutex<LineSecurity>
    private let open = Mutex(Open())

    private struct Open {
        var server: (any Channel)?
        var channels: [ObjectIdentifier: any Channel] = [:]
        var byAddress: [String: Int] = [:]
        var isStopping = false
    }

    package init(
        _ device: Device, limits: LineLimits = LineLimits(), by workers: SessionWorkers
    ) throws {
        self.device = device
        self.limits = limits
        self.workers = workers
        security = Mutex(try LineSecurity(device.credentials()))
    }

    /// Sessions at this moment.
    package var connections: Int { open.withLock { $0.channels.count } }

    /// Begins to listen.
    ///
    /// - Returns: where; the port is the one that the system chose, where 0 was asked for.
    package func listen(_ address: LineAddress) async throws -> LineAddress {
        let bootstrap = ServerBootstrap(group: workers.lines)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 16 << 10, high: 64 << 10))
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 2048, maximum: 32 << 10)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.welcome(channel) }
            }
        let server = try await bootstrap.bind(host: address.host, port: address.port).get()
        open.withLock { $0.server = server }
        return LineAddress(host: address.host, port: server.localAddress?.port ?? address.port)
    }

    /// Takes no more calls, lets sessions end after what they have in their hands, and waits for that.
    package func stop() async {
        let (server, channels) = open.withLock { open in
            open.isStopping = true
            return (open.server, Array(open.channels.values))
        }
        try? await server?.close()
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(SessionHandler.Stop()) }
        for channel in channels { try? await channel.closeFuture.get() }
    }

    private func welcome(_ channel: any Channel) throws {
        let address = channel.remoteAddress?.ipAddress ?? ""
        guard admit(channel, from: address) else {
            try channel.pipeline.syncOperations.addHandler(TurningAway())
            device.noted(
                SessionRecord(
                    remote: address, member: nil, report: SessionReport(), fault: .tooManyConnections,
                    milliseconds: 0, desk: nil))
            return
        }
        channel.closeFuture.whenComplete { _ in self.leave(channel, address) }
        let security = security.withLock { $0 }
        let peer = LinePeer()
        let finished = channel.eventLoop.makePromise(of: SessionRecord.self)
        let makeDesk = device.makeDesk
        let setting = SessionHandler.Setting(
            role: .answerer, limits: limits, workers: workers, peer: peer,
            makeDesk: { try makeDesk(security.credentials, $0, $1) }, progress: { _ in }, finished: finished)
        finished.futureResult.whenSuccess { record in
            if case .refused(let refusal) = record.report.ending, refusal.reason == .goesOnAnew { self.renew() }
            self.device.noted(record)
        }
        try channel.pipeline.syncOperations.addHandlers(
            security.serverHandler(peer), SessionHandler(setting, on: channel))
    }

    /// Shows the device's new identity from now on.
    private func renew() {
        guard let renewed = try? LineSecurity(device.credentials()) else { return }
        security.withLock { $0 = renewed }
    }

    private func admit(_ channel: any Channel, from address: String) -> Bool {
        open.withLock { open in
            guard !open.isStopping, open.channels.count < limits.connectionsMax,
                open.byAddress[address, default: 0] < limits.connectionsPerAddressMax
            else { return false }
            open.channels[ObjectIdentifier(channel)] = channel
            open.byAddress[address, default: 0] += 1
            return true
        }
    }

    private func leave(_ channel: any Channel, _ address: String) {
        open.withLock { open in
            open.channels[ObjectIdentifier(channel)] = nil
            open.byAddress[address, default: 1] -= 1
            if open.byAddress[address] == 0 { open.byAddress[address] = nil }
        }
    }
}

/// Tells whoever is one too many so, before TLS and without its cost: a fatal alert in clear, as RFC 8446 section 6
/// writes it, "internal_error".
private final class TurningAway: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let alert: [UInt8] = [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x50]

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(channel.allocator.buffer(bytes: TurningAway.alert)), promise: nil)
        context.close(mode: .output, promise: nil)
        context.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    }
}
