import Causality

extension Identity {
    /// Checks every signature from the root down to the device that this identity is of, and that all statements
    /// agree on network, place, serial and label. Dates are not judged, nor whether the device is enrolled.
    ///
    /// Costs four Ed25519 checks and two or three more a succession: cache the answer by replica.
    /// - Throws: ``MembershipError``: `signatureWrong`, `certificateMisused`, `identityDisagrees`,
    ///   `notOfThisNetwork`, `malformed` or `tooLarge`.
    package func verified(against root: RootCertificate) throws -> Member {
        let (credential, credentialKey) = try Credential.check(credentialDER, root: root)
        let leaf = try CertificateForm.check(leafDER, as: .device, issuerKey: credentialKey)
        guard let binding = leaf.binding, let sealingKey = binding.sealingKey else {
            throw MembershipError.malformed("device certificate's binding")
        }
        try Self.agree(binding.ofCredential, credential)

        let replica = ReplicaID(bytes: leaf.publicKey)
        try Signatures.verify(
            possession, of: Self.possessionMessage(leafDER: leafDER), domain: .possession, by: replica)
        var member = Member(
            replica: replica, place: PlaceID(node: binding.node, isNotices: false), label: binding.label,
            serial: binding.serial, sealingKey: sealingKey, predecessor: nil)

        guard successions.count <= Self.successionsMax else {
            throw MembershipError.tooManySuccessions(countMax: Self.successionsMax)
        }
        var seen: Set<ReplicaID> = [replica]
        for succession in successions {
            guard seen.insert(succession.replica).inserted else { throw MembershipError.identityDisagrees("replica") }
            member = try succession.verified(after: member, network: root.network)
        }
        return member
    }

    /// Names the first thing in which the device's certificate differs from its credential.
    private static func agree(_ leaf: Binding, _ credential: Binding) throws {
        guard leaf.network == credential.network else { throw MembershipError.identityDisagrees("network") }
        guard leaf.node == credential.node else { throw MembershipError.identityDisagrees("place") }
        guard leaf.serial == credential.serial else { throw MembershipError.identityDisagrees("serial") }
        // Compared as bytes: two spellings that Unicode holds equal are two labels here.
        guard Array(leaf.label.utf8) == Array(credential.label.utf8) else {
            throw MembershipError.identityDisagrees("label")
        }
    }
}
