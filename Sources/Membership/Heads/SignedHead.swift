package import Causality

/// A log's head: its replica's signed word that the log's first `sequence` changes hash, as a chain, to `chain`.
package struct SignedHead: Hashable, Sendable {
    package let log: LogID
    /// The number of the last change, from 1.
    package let sequence: UInt64
    /// The chain hash after that change, 32 bytes.
    package let chain: [UInt8]
    /// By the log's replica, 64 bytes.
    package let signature: [UInt8]

    /// A head from its parts, not verified.
    /// - Precondition: `chain` has 32 bytes and `signature` 64.
    package init(log: LogID, sequence: UInt64, chain: [UInt8], signature: [UInt8]) {
        precondition(chain.count == Self.chainBytes, "a chain hash has 32 bytes")
        precondition(signature.count == Signatures.signatureBytes, "a signature has 64 bytes")
        self.log = log
        self.sequence = sequence
        self.chain = chain
        self.signature = signature
    }

    /// Signs the head of a log of one's own.
    /// - Precondition: `keys` are those of the log's replica.
    package static func sign(
        log: LogID, sequence: UInt64, chain: [UInt8], network: NetworkID, keys: DeviceKeys
    ) throws -> SignedHead {
        precondition(keys.replica == log.replica, "a replica signs its own logs alone")
        let content = message(log: log, sequence: sequence, chain: chain, network: network)
        return SignedHead(
            log: log, sequence: sequence, chain: chain, signature: try keys.sign(content, domain: .head))
    }

    /// Checks the signature. Where many heads of one replica are checked, use a ``HeadVerifier``.
    /// - Throws: ``MembershipError/signatureWrong(_:)``, or `malformed` where the replica is no key.
    package func verify(network: NetworkID) throws {
        try HeadVerifier(replica: log.replica, network: network).verify(self)
    }

    package static let chainBytes = 32

    /// Network (32), replica (32), place node (8), notices flag (1), sequence (8), chain hash (32).
    static func message(log: LogID, sequence: UInt64, chain: [UInt8], network: NetworkID) -> [UInt8] {
        var writer = ByteWriter(reserving: 113)
        writer.fixed(network.bytes)
        writer.fixed(log.replica.bytes)
        writer.integer(log.place.node)
        writer.integer(UInt8(log.place.isNotices ? 1 : 0))
        writer.integer(sequence)
        writer.fixed(chain)
        return writer.bytes
    }
}

extension SignedHead {
    /// The length of every encoded head.
    package static let encodedBytes = 145

    /// Replica (32), place node (8), notices flag (1), sequence (8), chain hash (32), signature (64).
    package var encoded: [UInt8] {
        var writer = ByteWriter(reserving: Self.encodedBytes)
        writer.fixed(log.replica.bytes)
        writer.integer(log.place.node)
        writer.integer(UInt8(log.place.isNotices ? 1 : 0))
        writer.integer(sequence)
        writer.fixed(chain)
        writer.fixed(signature)
        return writer.bytes
    }

    /// Reads ``encoded`` bytes, not verified.
    /// - Throws: ``MembershipError/malformed(_:)``.
    package init(encoded: [UInt8]) throws {
        var reader = ByteReader(encoded, of: "head")
        let replica = ReplicaID(bytes: try reader.fixed(32))
        let node = try reader.integer(UInt64.self)
        let flag = try reader.integer(UInt8.self)
        guard flag <= 1 else { throw MembershipError.malformed("head") }
        log = LogID(replica: replica, place: PlaceID(node: node, isNotices: flag == 1))
        sequence = try reader.integer(UInt64.self)
        chain = try reader.fixed(Self.chainBytes)
        signature = try reader.fixed(Signatures.signatureBytes)
        try reader.end()
    }
}
