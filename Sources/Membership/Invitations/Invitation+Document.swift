import Causality
import FoundationEssentials

extension Invitation {
    /// The file: one JSON document that a person may look at.
    /// - Throws: ``MembershipError/tooLarge(_:bytesMax:)`` above 64 KiB.
    package func document() throws -> [UInt8] {
        let bytes = try InvitationDocument(self).json()
        guard bytes.count <= Self.documentBytesMax else {
            throw MembershipError.tooLarge("invitation", bytesMax: Self.documentBytesMax)
        }
        return bytes
    }

    /// Reads a file and checks that it is what the host wrote. Blanks between its parts may differ, nothing else.
    /// - Throws: ``MembershipError/tooLarge(_:bytesMax:)`` above 64 KiB, `malformed` for what is no invitation,
    ///   `versionUnknown`, or ``MembershipError/invitationEdited``.
    package init(document bytes: [UInt8]) throws {
        guard bytes.count <= Self.documentBytesMax else {
            throw MembershipError.tooLarge("invitation", bytesMax: Self.documentBytesMax)
        }
        let document = try InvitationDocument(reading: bytes)
        let path = try document.steps()
        let move = try document.deviceMove()
        let root = try Self.checkedRoot(of: document, path: path, move: move)
        try Self.checkTexts(networkName: document.networkName, path: path, hostAddress: document.hostAddress)
        guard document.hosts.count <= Self.hostsMax else { throw MembershipError.malformed("invitation's hosts") }
        let hosts = try document.hosts.map { data in
            let host = try Identity(encoded: Array(data))
            _ = try host.verified(against: root)
            return host
        }
        let credential = try Credential(
            certificateDER: Array(document.credential), privateKey: Array(document.credentialKey), root: root)
        guard credential.place == path.last?.place, credential.serial.description == document.serial,
            credential.label == document.label
        else { throw MembershipError.identityDisagrees("credential") }
        self.init(
            networkName: document.networkName, root: root, path: path, hostAddress: document.hostAddress,
            hosts: hosts, expiryMilliseconds: document.expiryMilliseconds, credential: credential,
            move: move, signature: Array(document.signature))
    }

    /// The root that the document brings, once its signature over the whole document is checked: all that is wrong
    /// after that the host wrote itself.
    private static func checkedRoot(of document: InvitationDocument, path: [PlaceStep], move: DeviceMove?)
        throws -> RootCertificate
    {
        guard let network = NetworkID(text: document.network),
            let serial = InvitationSerial(text: document.serial),
            let root = try? RootCertificate(der: Array(document.root)),
            root.network == network
        else { throw MembershipError.invitationEdited }
        let message = message(
            networkName: document.networkName, root: root, path: path, hostAddress: document.hostAddress,
            hosts: document.hosts.map { Array($0) }, expiryMilliseconds: document.expiryMilliseconds,
            network: network.bytes, serial: serial.bytes, label: document.label,
            credentialDER: Array(document.credential), credentialKey: Array(document.credentialKey),
            move: move)
        let isSigned: Void? = try? SignatureVerifier(publicKey: root.publicKey)
            .verify(Array(document.signature), of: message, domain: .invitation)
        guard isSigned != nil else { throw MembershipError.invitationEdited }
        return root
    }
}
