import Device
import Synchronization

extension Keyring {
    /// A keyring that lasts as long as the test.
    static func memory() -> Keyring {
        let held = Held()
        return Keyring(
            find: { name in held.keys.withLock { $0[name] } },
            add: { name, bytes in held.keys.withLock { $0[name] = bytes } },
            remove: { name in held.keys.withLock { $0[name] = nil } })
    }

    private final class Held: Sendable {
        let keys = Mutex<[String: [UInt8]]>([:])
    }
}

extension TestNetwork {
    /// A device of this network, with a keyring and perhaps a passphrase at hand.
    func lockable(_ home: String, _ keyring: Keyring, passphrase: String? = nil) -> DeviceOptions {
        var environment = clock.environment
        environment.keyring = keyring
        return DeviceOptions(home: path(home), sidecar: path("notes"), environment: environment) { passphrase }
    }
}
