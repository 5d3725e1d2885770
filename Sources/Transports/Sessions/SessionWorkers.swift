import NIOCore
import NIOPosix

/// The threads of all sessions of a program: those of the lines, and those where the desk's calls block. Writes of all sessions take turns on one thread, in the order in which they came, since
/// the store has one writer; frames to send are read beside them.
package final class SessionWorkers: Sendable {
    let lines: MultiThreadedEventLoopGroup
    private let writer: NIOThreadPool
    private let readers = NIOThreadPool(numberOfThreads: 2)

    /// - Parameter writerThreads: one for the sessions of one store; more where each session is another device's.
    package init(lineThreads: Int = 1, writerThreads: Int = 1) {
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
