import NIOCore
import NIOPosix
import Synchronization
import Transports

/// Stands between a caller and a listener, and does to each connection what its fate says.
final class Proxy: Sendable {
    /// What happens to one direction of a connection.
    struct Fate: Sendable {
        /// After so many bytes both sides are closed.
        var cutAfter: Int?
        /// The byte at this offset is changed.
        var corruptAt: Int?
        /// After so many bytes nothing moves any more, and nobody is told.
        var stallAfter: Int?
        /// No more than so many bytes go at once …
        var pieceBytes = Int.max
        /// … and each piece waits so long.
        var delay = TimeAmount.zero

        static let kind = Fate()
    }

    struct Fates: Sendable {
        var up = Fate.kind
        var down = Fate.kind
    }

    let address: LineAddress
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let server: any Channel
    private let movedBytes: Moved

    /// - Parameter fate: of the connection with that number, from 0.
    init(to target: LineAddress, fate: @escaping @Sendable (Int) -> Fates) async throws {
        let group = group
        let counter = Counter()
        let moved = Moved()
        self.movedBytes = moved
        server = try await ServerBootstrap(group: group)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { caller in
                let fates = fate(counter.next())
                return ClientBootstrap(group: caller.eventLoop)
                    .channelOption(.autoRead, value: false)
                    .connect(host: target.host, port: target.port)
                    .flatMapThrowing { listener in
                        try caller.pipeline.syncOperations.addHandler(
                            Pump(to: listener, fates.up) { moved.add(up: $0) })
                        try listener.pipeline.syncOperations.addHandler(
                            Pump(to: caller, fates.down) { moved.add(down: $0) })
                        listener.read()
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        address = LineAddress(host: "127.0.0.1", port: server.localAddress?.port ?? 0)
    }

    /// Bytes that went each way so far, those of TLS among them.
    var bytes: (up: Int, down: Int) { movedBytes.both }

    func stop() async {
        try? await server.close()
        try? await group.shutdownGracefully()
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            defer { count += 1 }
            return count
        }
    }
}

private final class Moved: Sendable {
    private let bytes = Mutex((up: 0, down: 0))

    var both: (up: Int, down: Int) { bytes.withLock { $0 } }

    func add(up: Int = 0, down: Int = 0) {
        bytes.withLock {
            $0.up += up
            $0.down += down
        }
    }
}
