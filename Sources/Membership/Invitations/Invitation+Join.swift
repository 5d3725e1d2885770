extension Invitation {
    /// Joins: makes a device's keys and certifies them, offline.
    package func join() throws -> (keys: DeviceKeys, identity: Identity) {
        let keys = DeviceKeys.generate()
        return (keys, try join(with: keys))
    }

    /// Joins with keys at hand.
    package func join(with keys: DeviceKeys) throws -> Identity {
        try credential.certify(keys)
    }
}
