import NIOCore
import NIOHTTPTypes

/// Ends a connection that lets the server wait too long: before a handshake or a request is done, between two requests,
/// or by not taking an answer. However many bytes come meanwhile, one at a time: the whole of it counts.
final class LineWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let company: Company
    private var ending: Scheduled<Void>?
    /// Requests of which the head has come and the answer is not written.
    private var requests = 0
    private var isReading = false

    init(_ company: Company) {
        self.company = company
    }

    func handlerAdded(context: ChannelHandlerContext) {
        company.enter(context.channel)
        wait(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        ending?.cancel()
        company.leave(context.channel)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            requests += 1
            isReading = true
            wait(context)
        case .body: break
        case .end:
            isReading = false
            if requests > 0 { work(context) }
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { requests -= 1 }
        // An answer that comes before the request is whole gives no more time for the rest of that.
        if !isReading {
            if case .end = unwrapOutboundIn(data), requests > 0 { work(context) } else { wait(context) }
        }
        context.write(data, promise: promise)
    }

    private func wait(_ context: ChannelHandlerContext) {
        let channel = context.channel
        ending?.cancel()
        ending = context.eventLoop.scheduleTask(in: .seconds(Int64(company.limits.waitSecondsMax))) {
            channel.close(promise: nil)
        }
        company.note(channel, waitingSince: .now())
    }

    private func work(_ context: ChannelHandlerContext) {
        ending?.cancel()
        ending = nil
        company.note(context.channel, waitingSince: nil)
    }
}
