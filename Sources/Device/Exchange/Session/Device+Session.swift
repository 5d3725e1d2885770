package import Membership
import Store

extension Device {
    /// Told to the other side, to say in words who is behind.
    package static let programVersion = "0.1.0"

    /// What this device shows in TLS, and what it pins.
    package func sessionCredentials() throws -> SessionCredentials {
        try read { _, own in
            try SessionCredentials(identity: own.identity, keys: own.keys, root: own.root)
        }
    }

    /// Where the host listens, `HOST:PORT`, as the invitation told it.
    package func hostAddress() throws -> String? {
        try read { reading, _ in try reading.text(.hostAddress) }
    }
}
