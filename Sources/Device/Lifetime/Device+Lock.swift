import FieldRecords
import Membership
import Store

/// A passphrase over a device's secrets: its private keys, the network's root key, what the page keeps to itself.
///
/// It protects no record: those lie open in the same file. Whoever takes the disk and not the passphrase cannot write in
/// this device's name, open what is sealed to it, or, with the host's disk, invite anybody.
extension Device {
    /// Protects the secrets by a passphrase, another one from now on if they were protected before, and locks them.
    ///
    /// The old bytes are overwritten in the file and in the log beside it. What the disk itself keeps of them is beyond
    /// reach of a program, and so are backups that were made before.
    ///
    /// - Returns: whether the old bytes are gone. While another program reads for long they cannot go: then they do with
    ///   the first write after it, or when the device is next opened.
    /// - Throws: `DeviceError` where the secrets are locked already.
    @discardableResult
    package func setPassphrase(_ passphrase: String) throws -> Bool {
        try Device.wording {
            let lock = try freshLock(passphrase)
            let former = try write { session, _ in
                let former = try session.lock()
                try session.setLock(lock)
                session.forgetReplaced()
                return former
            }
            if let former { environment.keyring.remove(former.name) }
            return try !store.read { try $0.isForgettingDue() }
        }
    }

    /// A lock that this passphrase opens, and the key behind it: both are new each time.
    func freshLock(_ passphrase: String) throws -> (lock: DeviceLock, key: SecretsKey) {
        let key = try SecretsKey(raw: environment.random(SecretsKey.rawBytes))
        let lock = try DeviceLock(
            on: key, passphrase: Array(passphrase.utf8), salt: environment.random(DeviceLock.saltBytes))
        return (lock, key)
    }

    /// Forgets the key that ``unlock(_:passphrase:)`` left with the system. Programs that run go on with theirs.
    ///
    /// - Returns: false where no passphrase protects the device.
    package static func lock(_ options: DeviceOptions) throws -> Bool {
        guard let lock = try lockOn(options) else { return false }
        options.environment.keyring.remove(lock.name)
        return true
    }

    /// Gives the key to the system, so that every program of this user finds it until the machine is switched off.
    ///
    /// - Parameter passphrase: asked for only where there is a lock; what it throws is thrown on.
    /// - Returns: false where no passphrase protects the device.
    /// - Throws: `DeviceError` where the passphrase is wrong, or the system has no keyring.
    package static func unlock(_ options: DeviceOptions, passphrase: () throws -> String) throws -> Bool {
        guard let lock = try lockOn(options) else { return false }
        let passphrase = try passphrase()
        try wording {
            let key = try lock.key(passphrase: Array(passphrase.utf8))
            try options.environment.keyring.add(lock.name, key.raw)
        }
        return true
    }

    /// Takes the passphrase off: from now on the secrets lie open in the file again.
    ///
    /// - Parameter passphrase: asked for only where there is a lock; what it throws is thrown on.
    /// - Returns: false where no passphrase protected the device.
    package static func removePassphrase(_ options: DeviceOptions, passphrase: () throws -> String) throws -> Bool {
        guard let lock = try lockOn(options) else { return false }
        let passphrase = try passphrase()
        try wording {
            let key = try lock.key(passphrase: Array(passphrase.utf8))
            let store = try Store.open(home: options.home, sidecar: sidecar(options)) { $0 == lock ? key : nil }
            try Device(store: store, options: options).write { session, _ in try session.setLock(nil) }
            options.environment.keyring.remove(lock.name)
        }
        return true
    }

    private static func lockOn(_ options: DeviceOptions) throws -> DeviceLock? {
        try wording { try openedStore(options).read { try $0.lock() } }
    }

    /// Opens the store of a device, whose secrets may be locked.
    static func openedStore(_ options: DeviceOptions) throws -> Store {
        try Store.open(home: options.home, sidecar: sidecar(options)) { lock in
            if let raw = options.environment.keyring.find(lock.name) { return try SecretsKey(raw: raw) }
            return try options.passphrase().map { try lock.key(passphrase: Array($0.utf8)) }
        }
    }
}
