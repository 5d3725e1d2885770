package import Exchange
package import Membership
import NIOCore
import NIOPosix

/// Calls another device and holds one session with it.
package struct ExchangeCaller: Sendable {
    private let credentials: SessionCredentials
    private let limits: LineLimits

    package init(_ credentials: SessionCredentials, limits: LineLimits = LineLimits()) {
        self.credentials = credentials
        self.limits = limits
    }

    /// Holds a session and answers when it is over, however it ended.
    ///
    /// - Parameters:
    ///   - makeDesk: the device's side of it, once it is known who answers.
    ///   - progress: told on another thread, often.
    /// - Throws: ``LineFault/unreachable`` where there is no connection.
    package func call(
        _ address: LineAddress, by workers: SessionWorkers,
        makeDesk: @escaping @Sendable (Identity, Member) throws -> any ExchangeDesk,
        progress: @escaping @Sendable (SessionProgress) -> Void
    ) async throws -> SessionRecord {
        let security = try LineSecurity(credentials)
        let group = workers.lines
        let finished = group.next().makePromise(of: SessionRecord.self)
        let limits = limits
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(limits.connectMax)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let peer = LinePeer()
                    let setting = SessionHandler.Setting(
                        role: .caller, limits: limits, workers: workers, peer: peer, makeDesk: makeDesk,
                        progress: progress, finished: finished)
                    try channel.pipeline.syncOperations.addHandlers(
                        try security.clientHandler(peer), SessionHandler(setting, on: channel))
                }
            }
        do { _ = try await bootstrap.connect(host: address.host, port: address.port).get() } catch {
            finished.fail(LineFault.unreachable)
            throw LineFault.unreachable
        }
        return try await finished.futureResult.get()
    }
}
