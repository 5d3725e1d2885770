extension Invitation {
    /// Joins: certifies a device's new keys, offline.
    package func join(with keys: DeviceKeys) throws -> Identity {
        try credential.certify(keys)
    }
}
