import ServiceLifecycle
import Transports

/// An ``ExchangeListener`` that listens until the program is to stop.
struct ListenerService: Service {
    private let listener: ExchangeListener

    init(_ listener: ExchangeListener) {
        self.listener = listener
    }

    func run() async throws {
        // Only a wait for the signal: the listener works on its own threads.
        try? await gracefulShutdown()
        await listener.stop()
    }
}
