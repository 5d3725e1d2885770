import ServiceLifecycle
import Transports

/// An ``ExchangeListener`` that listens until the program is to stop.
struct ListenerService: Service {
    private let listener: ExchangeListener
    private let started: @Sendable () -> Void

    /// - Parameter started: told once a signal to stop is heard: services run only after that is so.
    init(_ listener: ExchangeListener, started: @escaping @Sendable () -> Void) {
        self.listener = listener
        self.started = started
    }

    func run() async throws {
        started()
        // Only a wait for the signal: the listener works on its own threads.
        try? await gracefulShutdown()
        await listener.stop()
    }
}
