import NIOSSL

/// Why a line never came to a session, or broke, as far as one can tell from this end.
package enum LineFault: String, Error, Hashable, Sendable {
    /// Nobody answers at the address.
    case unreachable
    /// The other side speaks something else than TLS.
    case notTLS
    /// The other side showed no certificate.
    case noCertificate
    /// The other side's certificate does not come from this network's root.
    case notOfThisNetwork
    /// The other side does not take this one's certificate.
    case certificateRefused
    /// The handshake took too long.
    case handshakeTooLong
    /// The other side went away before it said who it is.
    case closedEarly
    /// There are too many connections.
    case tooManyConnections
    /// Bytes changed on their way.
    case altered
    /// The line broke.
    case broken

    /// Reads it off an error of TLS or of the socket.
    init(_ error: any Error, isHandshakeDone: Bool) {
        // NIOSSL gives BoringSSL's reasons as text only.
        let text = "\(error)"
        func says(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        if says("ALERT_INTERNAL_ERROR") {
            self = .tooManyConnections
        } else if says("PEER_DID_NOT_RETURN_A_CERTIFICATE") {
            self = .noCertificate
        } else if says("ALERT_") {
            self = .certificateRefused
        } else if says("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "UNSUPPORTED_PROTOCOL") {
            self = .notTLS
        } else if says("EOF during handshake") {
            self = .closedEarly
        } else if says("BAD_RECORD_MAC", "DECRYPTION_FAILED", "BAD_DECRYPT", "sslError") {
            self = isHandshakeDone ? .altered : .notTLS
        } else {
            self = isHandshakeDone ? .broken : .closedEarly
        }
    }
}
