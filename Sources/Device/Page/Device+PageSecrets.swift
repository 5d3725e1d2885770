import FieldRecords
import Store

/// What the page of a device keeps to itself. A backup does not carry it.
package enum PageSecret: String, Sendable {
    /// What a request must show that changes something.
    case token = "page"
    /// The certificate for the local network, with its key.
    case certificate = "page-certificate"
}

extension Device {
    /// A secret of the page, the same after every start; made at its first use.
    package func pageSecret(_ secret: PageSecret, make: () throws -> [UInt8]) throws -> [UInt8] {
        if let known = try read({ reading, _ in try reading.secret(secret.rawValue) }) { return known }
        return try write { session, _ in
            // Another process may have been quicker.
            if let known = try session.secret(secret.rawValue) { return known }
            let made = try make()
            try session.setSecret(secret.rawValue, made)
            return made
        }
    }

    /// What a page must show to be believed: the same after every start, so that a page which stood open over night can
    /// still be saved. 64 hexadecimal digits.
    package func pageToken() throws -> String {
        Hexadecimal.text(of: try pageSecret(.token) { environment.random(32) })
    }
}
