import Causality
import Crypto

extension Identity {
    /// The identity of `new`, which goes on after this one, by the word of the old keys themselves: for a copy that
    /// finds itself a copy.
    /// - Throws: ``MembershipError/notTheseKeys`` where `old` are not this identity's keys, `tooManySuccessions`, or
    ///   what is wrong with the identity itself.
    package func succeeded(by new: DeviceKeys, signedWith old: DeviceKeys, root: RootCertificate) throws -> Identity {
        guard try verified(against: root).replica == old.replica else { throw MembershipError.notTheseKeys }
        return try appending(new, authority: .oldKey, key: old.signing, root: root)
    }

    func appending(
        _ new: DeviceKeys, authority: Succession.Authority, key: Curve25519.Signing.PrivateKey, root: RootCertificate
    ) throws -> Identity {
        guard successions.count < Self.successionsMax else {
            throw MembershipError.tooManySuccessions(countMax: Self.successionsMax)
        }
        let statement = Succession.statement(
            network: root.network, old: try verified(against: root), replica: new.replica,
            sealingKey: new.sealingPublicKey)
        let succession = Succession(
            replica: new.replica, sealingKey: new.sealingPublicKey, authority: authority,
            signature: try key.sign(statement, domain: .succession),
            possession: try new.sign(statement, domain: .possession))
        return Identity(
            leafDER: leafDER, credentialDER: credentialDER, possession: possession,
            successions: successions + [succession])
    }
}
