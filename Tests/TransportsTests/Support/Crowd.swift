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
        var channels: [any Channel] = []
        while channels.count < count {
            let batch = min(50, count - channels.count)
            channels += try await withThrowingTaskGroup(of: (any Channel).self) { tasks in
                for _ in 0..<batch { tasks.addTask { try await Crowd.connect(to: address, turnedAway) } }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
        }
        self.channels = channels
    }

    private static func connect(to address: LineAddress, _ turnedAway: TurnedAway) async throws -> any Channel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(to: SocketAddress(ipAddress: "127.0.0.2", port: 0))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Listening(turnedAway))
                }
            }
            .connect(host: address.host, port: address.port).get()
    }

    /// Waits until so many were turned away.
    ///
    /// - Returns: whether it was no more.
    func refused(_ count: Int) async -> Bool { await turnedAway.wait(for: count) }

    func leave() async {
        for channel in channels { try? await channel.close() }
    }
}
