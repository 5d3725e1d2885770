import Foundation
import GRDB
package import Membership
import Synchronization

/// Finds the key behind a lock; nil where nobody has opened it.
package typealias SecretsKeySource = @Sendable (DeviceLock) throws -> SecretsKey?

/// The key to the secrets of one file, from when this process first needed it.
final class SecretsAccess: Sendable {
    private let source: SecretsKeySource
    private let known = Mutex<(lock: [UInt8], key: SecretsKey)?>(nil)

    init(_ source: @escaping SecretsKeySource) {
        self.source = source
    }

    /// - Throws: ``StoreError/locked``; what the source throws.
    func key(behind lock: [UInt8]) throws -> SecretsKey {
        if let known = known.withLock({ $0 }), known.lock == lock { return known.key }
        guard let key = try source(try DeviceLock(encoded: lock)) else { throw StoreError.locked }
        known.withLock { $0 = (lock, key) }
        return key
    }
}

extension StoreReading {
    /// The name under which the lock lies among the secrets.
    fileprivate static let lockName = "lock"

    /// A private key, a credential, what the page keeps to itself; nil where there is none of that name.
    ///
    /// - Throws: ``StoreError/locked`` where a passphrase protects it that nobody gave.
    package func secret(_ name: String) throws -> [UInt8]? {
        guard let value = try storedSecret(name) else { return nil }
        guard let lock = try storedSecret(Self.lockName) else { return value }
        return try secrets.key(behind: lock).open(value, name: name)
    }

    /// Whether there is a secret of that name; asks for no passphrase.
    package func hasSecret(_ name: String) throws -> Bool { try storedSecret(name) != nil }

    /// The names of all secrets.
    package func secretNames() throws -> [String] {
        try rows("SELECT name FROM secret WHERE name <> ? ORDER BY name", [Self.lockName]).map { try $0.read(0) }
    }

    /// What protects the secrets; nil where nothing does.
    package func lock() throws -> DeviceLock? {
        try storedSecret(Self.lockName).map { try DeviceLock(encoded: $0) }
    }

    fileprivate func storedSecret(_ name: String) throws -> [UInt8]? {
        try Data.fetchOne(try db.cachedStatement(sql: "SELECT value FROM secret WHERE name = ?"), arguments: [name])
            .map { [UInt8]($0) }
    }
}

extension StoreWriting {
    package func setSecret(_ name: String, _ value: [UInt8]?) throws {
        guard let value else { return try run("DELETE FROM secret WHERE name = ?", [name]) }
        guard let lock = try storedSecret(Self.lockName) else { return try store(value, as: name) }
        try store(try secrets.key(behind: lock).seal(value, name: name), as: name)
    }

    /// Puts another lock on all secrets, or none.
    ///
    /// - Parameter replacement: the lock and the key behind it; nil to let the secrets lie open.
    /// - Throws: ``StoreError/locked`` where they cannot be read.
    package func setLock(_ replacement: (lock: DeviceLock, key: SecretsKey)?) throws {
        for name in try secretNames() {
            guard let value = try secret(name) else { continue }
            try store(try replacement?.key.seal(value, name: name) ?? value, as: name)
        }
        try run("DELETE FROM secret WHERE name = ?", [Self.lockName])
        if let replacement { try store(replacement.lock.encoded, as: Self.lockName) }
    }

    private func store(_ value: [UInt8], as name: String) throws {
        try run("INSERT OR REPLACE INTO secret (name, value) VALUES (?, ?)", [name, Data(value)])
    }
}
