import NIOCore
import NIOPosix

/// What all sessions of a program share: the threads of the lines, those where the desk's calls block, and the room for
/// large messages. Writes of all sessions take turns on one thread, in the order in which they came, since the store has
/// one writer; frames to send are read beside them.
package final class SessionWorkers: Sendable {
    /// Each way.
    package static let bufferBytes = 48 << 20

    let lines: MultiThreadedEventLoopGroup
    let incoming: BufferBudget
    let outgoing: BufferBudget
    private let writer: NIOThreadPool
    private let readers = NIOThreadPool(numberOfThreads: 2)

    /// - Parameters:
    ///   - writerThreads: one for the sessions of one store; more where each session is another device's.
    ///   - bufferBytes: for large messages of all sessions, each way.
    package init(lineThreads: Int = 1, writerThreads: Int = 1, bufferBytes: Int = SessionWorkers.bufferBytes) {
        incoming = BufferBudget(totalBytes: bufferBytes)
        outgoing = BufferBudget(totalBytes: bufferBytes)
        writer = NIOThreadPool(numberOfThreads: writerThreads)
        lines = MultiThreadedEventLoopGroup(numberOfThreads: lineThreads)
        writer.start()
        readers.start()
    }

    /// Ends the threads after what they are at.
    package func stop() {
        try? writer.syncShutdownGracefully()
        try? readers.syncShutdownGracefully()
        try? lines.syncShutdownGracefully()
    }

    func write<Result: Sendable>(
        on loop: any EventLoop, _ body: @escaping @Sendable () throws -> Result
    ) -> EventLoopFuture<Result> {
        writer.runIfActive(eventLoop: loop, body)
    }

    func read<Result: Sendable>(
        on loop: any EventLoop, _ body: @escaping @Sendable () throws -> Result
    ) -> EventLoopFuture<Result> {
        readers.runIfActive(eventLoop: loop, body)
    }
}
