import NIOCore
import NIOPosix
import Transports

/// A connection without TLS.
enum Plain {
    /// Sends bytes without TLS and waits until the other side closes.
    @discardableResult
    static func send(_ bytes: [UInt8], to address: LineAddress) async throws -> [UInt8] {
        let group = MultiThreadedEventLoopGroup.singleton
        let got = group.next().makePromise(of: [UInt8].self)
        _ = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(got, sends: bytes))
                }
            }
            .connect(host: address.host, port: address.port).get()
        return try await got.futureResult.get()
    }
}

/// Sends what it has to say at once, on the channel's own thread, for a busy test may be late; then gathers what comes
/// until the other side closes.
private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let sends: [UInt8]
    private let got: EventLoopPromise<[UInt8]>
    private var bytes: [UInt8] = []

    init(_ got: EventLoopPromise<[UInt8]>, sends: [UInt8]) {
        self.got = got
        self.sends = sends
    }

    func channelActive(context: ChannelHandlerContext) {
        if !sends.isEmpty { context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: sends)), promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += unwrapInboundIn(data).readableBytesView
    }

    func channelInactive(context: ChannelHandlerContext) { got.succeed(bytes) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
