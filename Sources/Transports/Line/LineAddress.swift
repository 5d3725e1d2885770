import NIOCore

/// Where somebody listens: `HOST:PORT`, `[::1]:PORT`, or a host alone.
package struct LineAddress: Hashable, Sendable, CustomStringConvertible {
    package static let defaultPort = 8409

    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Nil where the text names no host or no port that can be, such as `http://…` or `1.2.3.4:99999`.
    package init?(_ text: String, defaultPort: Int = LineAddress.defaultPort) {
        guard text.utf8.count <= 300, !text.contains(where: \.isWhitespace) else { return nil }
        var host = text[...]
        var port: Int? = defaultPort
        if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<close]
            let rest = text[text.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            if !rest.isEmpty { port = Int(rest.dropFirst()) }
        } else if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
            host = text[..<colon]
            port = Int(text[text.index(after: colon)...])
        }
        guard LineAddress.isHost(host), let port, (0...65_535).contains(port) else { return nil }
        self.init(host: String(host), port: port)
    }

    /// Whether it may be a host's name or address: not where it is a link, and with colons only as IPv6 writes them.
    private static func isHost(_ text: Substring) -> Bool {
        guard !text.isEmpty, !text.contains("/") else { return false }
        guard text.contains(":") else { return true }
        // The zone behind it is the system's to know: fe80::1%eth0.
        return (try? SocketAddress(ipAddress: String(text.prefix { $0 != "%" }), port: 0)) != nil
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
