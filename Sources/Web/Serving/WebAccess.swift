/// Where the page can be reached, and what it takes to come in.
package struct WebAccess: Sendable {
    package let host: String
    package let port: Int

    /// For whoever sits at this machine.
    package init(loopback host: String, port: Int) {
        self.host = host
        self.port = port
    }

    let scheme = "http"

    package static func isLoopback(_ host: String) -> Bool {
        ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
    }

    /// Whether a request that names this host and port means this page: on this machine only its own names do, so that
    /// no name which somebody else's DNS points here can speak to it.
    func isOwnName(_ authority: String) -> Bool {
        var name = authority
        if let colon = name.lastIndex(of: ":"), !name.hasSuffix("]") { name = String(name[..<colon]) }
        return WebAccess.isLoopback(name)
    }
}
