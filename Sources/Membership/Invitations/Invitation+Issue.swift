import Causality

extension Invitation {
    /// Writes an invitation and makes its credential.
    /// - Parameters:
    ///   - path: from the root of the tree to the place to join, 1 to 8 steps.
    ///   - label: the name in record numbers kept for the device.
    ///   - hosts: the host's identities, at most 4, to seal the first bundle to.
    ///   - serial: 16 random bytes.
    ///   - privateKey: of the credential, 32 random bytes.
    ///   - move: where it is for a device that moves.
    /// - Throws: ``MembershipError/malformed(_:)`` or `tooLarge` for texts that are too long, hold control characters
    ///   or (the path) are none or too many; what is wrong with a host's identity.
    package static func issue(
        by root: NetworkRoot, networkName: String, path: [PlaceStep], label: String, hostAddress: String?,
        hosts: [Identity], expiryMilliseconds: Int64, serial: InvitationSerial, privateKey: [UInt8],
        move: DeviceMove? = nil
    ) throws -> Invitation {
        try checkTexts(networkName: networkName, path: path, hostAddress: hostAddress)
        guard hosts.count <= hostsMax else { throw MembershipError.malformed("invitation's hosts") }
        for host in hosts { _ = try host.verified(against: root.certificate) }
        guard let place = path.last?.place else { throw MembershipError.malformed("invitation's path") }
        let credential = try Credential.issue(
            by: root, place: place, serial: serial, label: label, privateKey: privateKey)
        let message = message(
            networkName: networkName, root: root.certificate, path: path, hostAddress: hostAddress,
            hosts: hosts.map(\.encoded), expiryMilliseconds: expiryMilliseconds, network: root.network.bytes,
            serial: serial.bytes, label: label, credentialDER: credential.certificateDER,
            credentialKey: credential.privateKey, move: move)
        return Invitation(
            networkName: networkName, root: root.certificate, path: path, hostAddress: hostAddress, hosts: hosts,
            expiryMilliseconds: expiryMilliseconds, credential: credential, move: move,
            signature: try root.key.sign(message, domain: .invitation))
    }

    /// The texts are shown on terminals and pages.
    static func checkTexts(networkName: String, path: [PlaceStep], hostAddress: String?) throws {
        guard (1...pathStepsMax).contains(path.count), Set(path.map(\.node)).count == path.count else {
            throw MembershipError.malformed("invitation's path")
        }
        for text in [networkName, hostAddress ?? ""] + path.flatMap({ [$0.name, $0.code] }) {
            guard text.utf8.count <= textBytesMax else {
                throw MembershipError.tooLarge("a text of the invitation", bytesMax: textBytesMax)
            }
            guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
                throw MembershipError.malformed("a text of the invitation")
            }
        }
    }
}
