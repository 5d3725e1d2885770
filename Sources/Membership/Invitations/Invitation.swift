package import Causality

/// What the host hands to somebody who shall join: a file that says which network and place, how to reach the host and
/// whom to seal to, and that carries the one-time ``Credential``. Whoever has the file can join with it, once.
///
/// The root signs all of it. The file also brings the root itself, so a joining device trusts whoever gave it the
/// file; the network's short name is there to be compared by telephone.
package struct Invitation: Hashable, Sendable {
    /// The limit of the whole file.
    package static let documentBytesMax = 65_536
    package static let pathStepsMax = 8
    package static let hostsMax = 4
    /// The limit of each name, code and address, in UTF-8.
    package static let textBytesMax = 256

    /// What people call the network.
    package let networkName: String
    package let root: RootCertificate
    /// From the root of the tree to the place itself, which is last.
    package let path: [PlaceStep]
    /// `HOST:PORT` of the host, where it listens.
    package let hostAddress: String?
    /// Whom the first bundle is sealed to.
    package let hosts: [Identity]
    /// Milliseconds since 1970. The host alone judges it, by its own clock, at first contact.
    package let expiryMilliseconds: Int64
    package let credential: Credential
    /// Set where it is for a device that moves.
    package let move: DeviceMove?
    /// By the root, 64 bytes.
    let signature: [UInt8]

    package var network: NetworkID { root.network }
    package var place: PlaceID { credential.place }
    /// The label kept for the device.
    package var label: String { credential.label }
    package var serial: InvitationSerial { credential.serial }

    /// What the root signs: every part in order, so that nothing can be edited.
    static func message(
        networkName: String, root: RootCertificate, path: [PlaceStep], hostAddress: String?, hosts: [[UInt8]],
        expiryMilliseconds: Int64, network: [UInt8], serial: [UInt8], label: String, credentialDER: [UInt8],
        credentialKey: [UInt8], move: DeviceMove?
    ) -> [UInt8] {
        var writer = ByteWriter(reserving: 4096)
        writer.sized(network)
        writer.text(networkName)
        writer.sized(root.der)
        writer.integer(UInt32(path.count))
        for step in path {
            writer.integer(step.node)
            writer.text(step.name)
            writer.text(step.code)
            writer.text(step.kind.rawValue)
        }
        writer.text(label)
        writer.integer(UInt8(hostAddress == nil ? 0 : 1))
        writer.text(hostAddress ?? "")
        writer.integer(UInt32(hosts.count))
        for host in hosts { writer.sized(host) }
        writer.integer(expiryMilliseconds)
        writer.sized(serial)
        writer.sized(credentialDER)
        writer.sized(credentialKey)
        if let move {
            writer.sized(move.replica.bytes)
            writer.sized(move.receipt)
        }
        return writer.bytes
    }
}
