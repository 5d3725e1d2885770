import NIOCore
import NIOPosix
import Synchronization
import Transports

/// Connections from one address that is not the others', which say nothing.
final class Crowd: Sendable {
    private let channels: [any Channel]
    private let turnedAway: TurnedAway

    /// Counts those that hear TLS's alert "internal_error" in clear.
    private final class TurnedAway: Sendable {
        private struct State {
            var count = 0
            var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        }
        private let state = Mutex(State())

        func add() {
            let ready = state.withLock { state in
                state.count += 1
                let ready = state.waiting.filter { $0.count <= state.count }
                state.waiting.removeAll { $0.count <= state.count }
                return ready.map(\.continuation)
            }
            for continuation in ready { continuation.resume() }
        }

        func wait(for count: Int) async -> Bool {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if state.count >= count { return true }
                    state.waiting.append((count, continuation))
                    return false
                }
                if isReady { continuation.resume() }
            }
            return state.withLock { $0.count == count }
        }
    }

    private final class Listening: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let turnedAway: TurnedAway

        init(_ turnedAway: TurnedAway) { self.turnedAway = turnedAway }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if Array(unwrapInboundIn(data).readableBytesView) == [0x15, 3, 3, 0, 2, 2, 0x50] { turnedAway.add() }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    init(of count: Int, at address: LineAddress) async throws {
        let turnedAway = TurnedAway()
        self.turnedAway = turnedAway
        let origin = try SocketAddress(ipAddress: "127.0.0.2", port: 0)
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(to: origin)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Listening(turnedAway))
                }
            }
        var channels: [any Channel] = []
        while channels.count < count {
            let coming = (0..<min(50, count - channels.count)).map { _ in
                bootstrap.connect(host: address.host, port: address.port)
            }
            for one in coming { channels.append(try await one.get()) }
        }
        self.channels = channels
    }

    /// Waits until so many were turned away.
    ///
    /// - Returns: whether it was no more.
    func refused(_ count: Int) async -> Bool { await turnedAway.wait(for: count) }

    func leave() async {
        for channel in channels { try? await channel.close() }
    }
}
