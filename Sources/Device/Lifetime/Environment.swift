import Foundation
import Membership

/// What a device takes from the world outside: the time, chance, and where it may leave notes.
package struct Environment: Sendable {
    /// Milliseconds since 1970, as the machine's clock has it, right or wrong.
    package var now: @Sendable () -> Int64
    /// That many random bytes.
    package var random: @Sendable (Int) -> [UInt8]
    /// The variables of the process.
    package var variables: [String: String]
    package var keyring: Keyring

    package init(
        now: @escaping @Sendable () -> Int64, random: @escaping @Sendable (Int) -> [UInt8],
        variables: [String: String], keyring: Keyring = .none
    ) {
        self.now = now
        self.random = random
        self.variables = variables
        self.keyring = keyring
    }

    /// The machine's own clock, randomness and keyring.
    package static let system = Environment(
        now: {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        },
        random: { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        },
        variables: ProcessInfo.processInfo.environment, keyring: .system)
}

extension Environment {
    /// The keys of a new identity.
    func newKeys() throws -> DeviceKeys {
        try DeviceKeys(raw: random(DeviceKeys.rawBytes))
    }

    /// A private key for a credential, or for a network's root.
    func newPrivateKey() -> [UInt8] { random(32) }
}

/// Which device is meant.
package struct DeviceOptions: Sendable {
    /// The device's folder.
    package let home: String
    /// The folder for the notes that find out copies; nil for the usual one of this machine.
    package let sidecar: String?
    package let environment: Environment
    /// The passphrase of a device that is locked, where one is at hand without asking anybody.
    let passphrase: @Sendable () throws -> String?

    package init(
        home: String, sidecar: String? = nil, environment: Environment = .system,
        passphrase: @escaping @Sendable () throws -> String? = { nil }
    ) {
        self.home = home
        self.sidecar = sidecar
        self.environment = environment
        self.passphrase = passphrase
    }
}
