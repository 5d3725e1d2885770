package import Causality

/// What a verified ``Identity`` says about a device. Whether the device is *enrolled* is the host's word alone.
package struct Member: Hashable, Sendable {
    package let replica: ReplicaID
    /// The place of records that the device stands at.
    package let place: PlaceID
    /// The label that the invitation kept, or the label an offline successor goes by: `037~` and four letters of its
    /// key. The host may give another at enrolment.
    package let label: String
    /// The serial of the invitation that the device, or the first of its predecessors, joined with.
    package let serial: InvitationSerial
    /// The raw X25519 key to seal to, 32 bytes.
    package let sealingKey: [UInt8]
    /// The replica that this one goes on from.
    package let predecessor: ReplicaID?
}
