package import Causality

/// One step of an ``Identity``: an old replica's word that a new one goes on after it, at the same place. It is a
/// statement, no certificate: it makes nothing but this one successor.
package struct Succession: Hashable, Sendable {
    /// Whose signature the statement bears.
    package enum Authority: Hashable, Sendable {
        /// The old replica's own key.
        case oldKey
        /// A one-time key out of a backup, with the old key's grant of 64 bytes.
        case credential(publicKey: [UInt8], grant: [UInt8])
    }

    /// The new replica.
    package let replica: ReplicaID
    /// The new raw X25519 key to seal to, 32 bytes.
    package let sealingKey: [UInt8]
    package let authority: Authority
    /// By the authority, 64 bytes.
    let signature: [UInt8]
    /// By the new replica over the same statement, 64 bytes.
    let possession: [UInt8]

    /// What both signatures cover: network, place, serial, old replica, new replica, new sealing key.
    static func statement(
        network: NetworkID, old: Member, replica: ReplicaID, sealingKey: [UInt8]
    ) -> [UInt8] {
        var writer = ByteWriter()
        writer.fixed(origin(network: network, old: old))
        writer.fixed(replica.bytes)
        writer.fixed(sealingKey)
        return writer.bytes
    }

    /// Where a succession starts: network (32), place (8), serial (16), old replica (32).
    static func origin(network: NetworkID, old: Member) -> [UInt8] {
        var writer = ByteWriter()
        writer.fixed(network.bytes)
        writer.integer(old.place.node)
        writer.fixed(old.serial.bytes)
        writer.fixed(old.replica.bytes)
        return writer.bytes
    }

    /// Checks this step after `old`; answers with the member that the new replica is.
    func verified(after old: Member, network: NetworkID) throws -> Member {
        let statement = Self.statement(network: network, old: old, replica: replica, sealingKey: sealingKey)
        switch authority {
        case .oldKey:
            try Signatures.verify(signature, of: statement, domain: .succession, by: old.replica)
        case .credential(let publicKey, let grant):
            let granted = Self.origin(network: network, old: old) + publicKey
            try Signatures.verify(grant, of: granted, domain: .successorCredential, by: old.replica)
            try SignatureVerifier(publicKey: publicKey).verify(signature, of: statement, domain: .succession)
        }
        try Signatures.verify(possession, of: statement, domain: .possession, by: replica)
        return Member(
            replica: replica, place: old.place, label: Self.label(of: replica, after: old.label), serial: old.serial,
            sealingKey: sealingKey, predecessor: old.replica)
    }

    /// `037`, or `037~wxyz`, becomes `037~` and four letters of the new key, so that two clones never share a label
    /// (but once in 280,000). Letters that pass for digits are left out.
    static func label(of replica: ReplicaID, after label: String) -> String {
        let alphabet = Array("abcdefghjkmnpqrstuvwxyz")
        let letters = replica.bytes.prefix(4).map { alphabet[Int($0) % alphabet.count] }
        return String(label.prefix { $0 != "~" }) + "~" + String(letters)
    }
}
