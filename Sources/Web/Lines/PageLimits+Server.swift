import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import NIOSSL

extension PageLimits {
    /// HTTP/1.1 in which nobody who keeps silent holds up the others.
    func server(encryption: TLSConfiguration? = nil) throws -> HTTPServerBuilder {
        let company = Company(self)
        let lines = HTTPServerBuilder.http1(
            configuration: .init(additionalChannelHandlers: [LineWatch(company)]))
        return try encryption.map { try .tls(lines, tlsConfiguration: $0) } ?? lines
    }
}

extension ApplicationConfiguration {
    /// Beyond the limits no connection is taken from the system's queue: without a descriptor for it that would be tried
    /// over and over. Those whose place was taken need a moment to go.
    init(host: String, port: Int, limits: PageLimits) {
        self.init(
            address: .hostname(host, port: port), serverName: nil, reuseAddress: true,
            availableConnectionsDelegate: MaximumAvailableConnections(limits.connectionsMax + 16))
    }
}
