package import Causality

/// What an invitation says beside all else where it is for a device that moves: the device gives up the place where it
/// stands, and with it all that it holds of it, and joins anew.
package struct DeviceMove: Hashable, Sendable {
    /// The device, as the identity that it gives up.
    package let replica: ReplicaID
    /// The host's signed receipt of what it held when it wrote the invitation, as Bundles encodes it. A device that
    /// holds more may not go yet.
    package let receipt: [UInt8]

    package init(replica: ReplicaID, receipt: [UInt8]) {
        self.replica = replica
        self.receipt = receipt
    }
}
