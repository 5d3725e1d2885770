import NIOCore

/// Moves bytes one way.
final class Pump: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let partner: any Channel
    private let fate: Proxy.Fate
    private let count: (Int) -> Void
    private var moved = 0
    private var waiting = ByteBuffer()
    private var isMoving = false
    private var hasEnded = false

    init(to partner: any Channel, _ fate: Proxy.Fate, count: @escaping (Int) -> Void) {
        self.partner = partner
        self.fate = fate
        self.count = count
    }

    func channelActive(context: ChannelHandlerContext) {
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        waiting.writeBuffer(&buffer)
        move(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        hasEnded = true
        if waiting.readableBytes == 0 { partner.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func move(_ context: ChannelHandlerContext) {
        guard !isMoving else { return }
        var limit = min(waiting.readableBytes, fate.pieceBytes)
        for end in [fate.cutAfter, fate.stallAfter].compactMap(\.self) { limit = min(limit, max(0, end - moved)) }
        if let cut = fate.cutAfter, moved + limit >= cut, waiting.readableBytes > 0 || cut == 0 {
            if let last = waiting.readSlice(length: limit) { partner.writeAndFlush(last, promise: nil) }
            partner.close(promise: nil)
            context.close(promise: nil)
            return
        }
        if let stall = fate.stallAfter, moved >= stall { return }
        guard limit > 0, var piece = waiting.readSlice(length: limit) else {
            if hasEnded { partner.close(promise: nil) } else { context.read() }
            return
        }
        if let corrupt = fate.corruptAt, (moved..<moved + limit).contains(corrupt) {
            let index = piece.readerIndex + corrupt - moved
            piece.setInteger((piece.getInteger(at: index) ?? UInt8(0)) ^ 0x20, at: index)
        }
        moved += limit
        count(limit)
        isMoving = true
        let this = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let (partner, delay, bytes) = (partner, fate.delay, piece)
        context.eventLoop.scheduleTask(in: delay) { partner.writeAndFlush(bytes) }.futureResult
            .flatMap { $0 }
            .whenComplete { _ in
                let (pump, context) = this.value
                pump.isMoving = false
                pump.move(context)
            }
    }
}
