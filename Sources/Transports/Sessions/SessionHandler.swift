import Exchange
import Membership
import NIOCore
import NIOSSL
import NIOTLS

/// Carries out what an ``ExchangeSession`` asks for: bytes to and from the line, calls to the desk on the workers'
/// threads, limits of time. It decides nothing else.
///
/// Back-pressure goes both ways. While the desk has something in its hands nothing is read from the socket, so that the
/// other side comes to a halt; and the next frame is made only when the line has taken the one before it. So a session
/// holds one frame in each direction, whatever the other side does, and all sessions together hold no more than their
/// budgets.
final class SessionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What a session needs from outside.
    struct Setting: Sendable {
        let role: ExchangeSession.Role
        let limits: LineLimits
        let workers: SessionWorkers
        let peer: LinePeer
        let makeDesk: @Sendable (Identity, Member) throws -> any ExchangeDesk
        let progress: @Sendable (SessionProgress) -> Void
        let finished: EventLoopPromise<SessionRecord>
    }

    /// Told to the handler as a user event: the program stops.
    struct Stop: Sendable {}

    let setting: Setting
    var session: ExchangeSession
    var desk: (any ExchangeDesk)?
    var decoder = MessageDecoder()
    /// Nil once the line is gone; the desk may still be at work then.
    var context: ChannelHandlerContext?
    let loop: any EventLoop
    let remote: String
    var isHandshakeDone = false
    var isProducing = false
    var isReadHeld = false
    /// Nothing more comes.
    var hasLineEnded = false
    var isClosing = false
    var isFinished = false
    var fault: LineFault?
    var roundTrips = 0
    var roomIn = Room()
    var roomOut = Room()
    var began = NIODeadline.now()
    var lastSign = NIODeadline.now()
    var lastWait = NIODeadline.now()
    var ticking: RepeatedTask?

    /// For a channel of that loop, and with it confined to it.
    init(_ setting: Setting, on channel: any Channel) {
        self.setting = setting
        loop = channel.eventLoop
        remote = channel.remoteAddress?.ipAddress ?? ""
        session = ExchangeSession(role: setting.role)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        began = .now()
        lastSign = began
        let tick = TimeAmount.milliseconds(250)
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        ticking = context.eventLoop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { _ in this.value.tick() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        ticking?.cancel()
        self.context = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case TLSUserEvent.handshakeCompleted:
            isHandshakeDone = true
            open()
        case is Stop: perform(session.refuse(Refusal(.shuttingDown)))
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    /// TLS stands: who is it? Of a session that was ended before, the handshake may come to its end all the same.
    func open() {
        guard !session.isClosed else { return }
        guard let (identity, member) = setting.peer.identity else { return fail(.notOfThisNetwork) }
        do {
            desk = try setting.makeDesk(identity, member)
            perform(session.opened())
        } catch { fail(.broken) }
    }

    // MARK: What the line brings

    func read(context: ChannelHandlerContext) {
        guard !isHandshakeDone || wantsBytes else {
            isReadHeld = true
            return
        }
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastSign = .now()
        guard !isClosing else { return }
        let buffer = unwrapInboundIn(data)
        session.count(received: buffer.readableBytes)
        decoder.append(buffer.readableBytesView)
        pump()
    }

    func channelInactive(context: ChannelHandlerContext) {
        hasLineEnded = true
        pump()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A peer that goes away without TLS's farewell has said all it had to, or the session is not done.
        if case NIOSSLError.uncleanShutdown = error { return }
        if case ChannelError.alreadyClosed = error { return }
        if !session.isClosed, fault == nil {
            fault =
                setting.peer.isRefused ? .notOfThisNetwork : LineFault(error, isHandshakeDone: isHandshakeDone)
        }
        hasLineEnded = true
        context.close(promise: nil)
        pump()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        produce()
        context.fireChannelWritabilityChanged()
    }
}
