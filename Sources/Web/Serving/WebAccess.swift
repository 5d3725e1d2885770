package import NIOSSL

/// Where the page can be reached, and what it takes to come in.
package struct WebAccess: Sendable {
    package let host: String
    package let port: Int
    /// Nil on this machine alone.
    let passcode: Passcode?
    let encryption: TLSConfiguration?

    /// For whoever sits at this machine.
    package init(loopback host: String, port: Int) {
        self.host = host
        self.port = port
        passcode = nil
        encryption = nil
    }

    /// For the local network: encrypted, and with a passcode.
    package init(network host: String, port: Int, passcode: Passcode, encryption: TLSConfiguration) {
        self.host = host
        self.port = port
        self.passcode = passcode
        self.encryption = encryption
    }

    package var scheme: String { encryption == nil ? "http" : "https" }

    package static func isLoopback(_ host: String) -> Bool {
        ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
    }

    /// Whether a request that names this host and port means this page: on this machine only its own names do, so that
    /// no name which somebody else's DNS points here can speak to it. On a network the passcode's cookie does that.
    func isOwnName(_ authority: String) -> Bool {
        guard passcode == nil else { return !authority.isEmpty }
        var name = authority
        if let colon = name.lastIndex(of: ":"), !name.hasSuffix("]") { name = String(name[..<colon]) }
        return WebAccess.isLoopback(name)
    }
}
