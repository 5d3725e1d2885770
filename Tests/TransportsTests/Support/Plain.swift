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
        let channel = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(got))
                }
            }
            .connect(host: address.host, port: address.port).get()
        if !bytes.isEmpty { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }
        return try await got.futureResult.get()
    }
}

/// Gathers what comes until the other side closes.
private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let got: EventLoopPromise<[UInt8]>
    private var bytes: [UInt8] = []

    init(_ got: EventLoopPromise<[UInt8]>) { self.got = got }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += unwrapInboundIn(data).readableBytesView
    }

    func channelInactive(context: ChannelHandlerContext) { got.succeed(bytes) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
