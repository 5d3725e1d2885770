package import Causality

/// What opens the bundles sealed to one identity of a device, its present one or a former one.
package struct BundleKeys: Sendable {
    package let replica: ReplicaID
    /// X25519, 32 bytes.
    package let sealingPrivateKey: [UInt8]

    package init(replica: ReplicaID, sealingPrivateKey: [UInt8]) {
        self.replica = replica
        self.sealingPrivateKey = sealingPrivateKey
    }
}

extension DeviceKeys {
    /// What opens the bundles sealed to this identity.
    package var bundleKeys: BundleKeys { BundleKeys(replica: replica, sealingPrivateKey: sealingPrivateKey) }
}
