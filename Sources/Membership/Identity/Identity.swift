import Crypto

/// Who a device is, as it travels in bundles: its certificate and the credential that made it, and, after a restore or
/// a copy, every succession since. It verifies against the root alone, without anything else at hand.
///
/// Each step also carries the new key's own signature: without it, a member could certify somebody else's key as its
/// own and so put a stranger's logs into its place.
package struct Identity: Hashable, Sendable {
    /// No device goes through more successions; one that did would be invited anew.
    package static let successionsMax = 32

    /// The first device's X.509 certificate, DER.
    package let leafDER: [UInt8]
    /// The X.509 certificate of the credential that signed it, DER.
    package let credentialDER: [UInt8]
    /// The first device's signature of its own certificate, 64 bytes.
    let possession: [UInt8]
    /// From the first device to the one that this identity is of; empty for a device that never was restored.
    package let successions: [Succession]

    init(leafDER: [UInt8], credentialDER: [UInt8], possession: [UInt8], successions: [Succession]) {
        self.leafDER = leafDER
        self.credentialDER = credentialDER
        self.possession = possession
        self.successions = successions
    }

    /// The identity without its last succession; nil for a device that joined by invitation.
    package var predecessor: Identity? {
        guard !successions.isEmpty else { return nil }
        return Identity(
            leafDER: leafDER, credentialDER: credentialDER, possession: possession,
            successions: successions.dropLast())
    }

    static func possessionMessage(leafDER: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: leafDER))
    }
}

extension Credential {
    /// Certifies a device's keys: the join itself, offline.
    package func certify(_ keys: DeviceKeys) throws -> Identity {
        let leaf = try DeviceCertificate.make(for: keys, with: self)
        let possession = try keys.sign(Identity.possessionMessage(leafDER: leaf), domain: .possession)
        return Identity(leafDER: leaf, credentialDER: certificateDER, possession: possession, successions: [])
    }
}
