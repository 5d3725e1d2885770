/// Where somebody listens: `HOST:PORT`, `[::1]:PORT`, or a host alone.
package struct LineAddress: Hashable, Sendable, CustomStringConvertible {
    package static let defaultPort = 8409

    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Nil where the text names no host or no port that can be.
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
        guard !host.isEmpty, let port, (0...65_535).contains(port) else { return nil }
        self.init(host: String(host), port: port)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
