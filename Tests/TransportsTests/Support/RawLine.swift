import Device
import Exchange
import Membership
import NIOCore
import NIOPosix
import NIOTLS

@testable import Transports

/// A member's line without its manners: real TLS with its own certificate, then whatever bytes.
enum RawLine {
    /// Sends bytes after the handshake, and waits until the other side has closed.
    ///
    /// - Returns: what it said.
    static func send(_ bytes: [UInt8], as device: Device, to address: LineAddress) async throws -> [SessionMessage] {
        let security = try LineSecurity(device.sessionCredentials())
        let group = MultiThreadedEventLoopGroup.singleton
        let got = group.next().makePromise(of: [UInt8].self)
        _ = try await ClientBootstrap(group: group)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        try security.clientHandler(LinePeer()), Speaker(got, sends: bytes))
                }
            }
            .connect(host: address.host, port: address.port).get()
        var decoder = MessageDecoder()
        decoder.append(try await got.futureResult.get())
        var messages: [SessionMessage] = []
        while let message = try decoder.next() { messages.append(message) }
        return messages
    }

    /// The hello that a device would say.
    static func hello(of device: Device, to other: Device) throws -> [UInt8] {
        let (own, theirs) = (try device.sessionCredentials(), try other.sessionCredentials())
        let called = try SessionCertificate.verify(theirs.certificate, root: own.root)
        let desk = DeviceDesk(device, own, role: .caller, identity: called.identity, member: called.member)
        return SessionMessage.hello(try desk.greet()).encoded
    }
}

private final class Speaker: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let sends: [UInt8]
    private let got: EventLoopPromise<[UInt8]>
    private var bytes: [UInt8] = []

    init(_ got: EventLoopPromise<[UInt8]>, sends: [UInt8]) {
        self.got = got
        self.sends = sends
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event, !sends.isEmpty {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: sends)), promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += unwrapInboundIn(data).readableBytesView
    }

    func channelInactive(context: ChannelHandlerContext) { got.succeed(bytes) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
