package import Causality

/// Checks heads of one replica with its key parsed once: importing a bundle checks one for every chunk.
package struct HeadVerifier: Sendable {
    package let replica: ReplicaID
    private let network: NetworkID
    private let verifier: SignatureVerifier

    /// - Throws: ``MembershipError/malformed(_:)`` where the replica's bytes are no Ed25519 key.
    package init(replica: ReplicaID, network: NetworkID) throws {
        self.replica = replica
        self.network = network
        verifier = try SignatureVerifier(replica: replica)
    }

    /// - Throws: ``MembershipError/signatureWrong(_:)``, also for another replica's head.
    package func verify(_ head: SignedHead) throws {
        guard head.log.replica == replica else {
            throw MembershipError.signatureWrong(SignatureDomain.head.rawValue)
        }
        let content = SignedHead.message(
            log: head.log, sequence: head.sequence, chain: head.chain, network: network)
        try verifier.verify(head.signature, of: content, domain: .head)
    }
}
