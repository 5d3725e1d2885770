import Hummingbird
package import Logging
package import ServiceLifecycle

/// Where a machine looks whether all is well: `/healthz` and, in Prometheus' text format, `/metrics`.
///
/// Source: Prometheus text-based format 0.0.4.
package struct WatchPages: Sendable {
    /// What the pages show.
    package struct Content: Sendable {
        /// Nil while all is well, else what is wrong, in one line.
        let fault: @Sendable () -> String?
        let metrics: @Sendable () -> [Metric]

        package init(fault: @escaping @Sendable () -> String?, metrics: @escaping @Sendable () -> [Metric]) {
            self.fault = fault
            self.metrics = metrics
        }
    }

    private let content: Content
    private let feed: ODataRoutes?

    /// - Parameter feed: what else is offered at the same address.
    package init(_ content: Content, feed: ODataRoutes? = nil) {
        self.content = content
        self.feed = feed
    }

    /// Serves the pages until it is told to stop.
    ///
    /// - Parameter listening: told the port once somebody can come.
    package func service(
        host: String, port: Int, limits: PageLimits, logger: Logger, listening: @escaping @Sendable (Int) -> Void
    ) throws -> any Service {
        let router = Router(options: .autoGenerateHeadEndpoints)
        let content = content
        router.get("healthz") { _, _ in
            let fault = content.fault()
            return Response(
                status: fault == nil ? .ok : .serviceUnavailable, headers: [.contentType: "text/plain; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: (fault ?? "ok") + "\n")))
        }
        router.get("metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: content.metrics().map(\.text).joined())))
        }
        feed?.add(to: router)
        return Application(
            router: router, server: try limits.server(),
            configuration: ApplicationConfiguration(host: host, port: port, limits: limits),
            onServerRunning: { channel in listening(channel.localAddress?.port ?? port) }, logger: logger)
    }
}
