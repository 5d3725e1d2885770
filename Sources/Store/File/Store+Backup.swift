import Foundation
import GRDB
package import Membership

extension Store {
    /// What a copy is called while it is made, before the number of the process that makes it.
    private static let copyingName = "yilu.copying."

    /// Copies the whole store, as of one moment, with other secrets in place of its own.
    ///
    /// The copy lies in the home, and is gone when `read` is done: elsewhere, on a stick, nobody should find what it held
    /// before the secrets were taken out. It holds no private key of this device, not even in bytes that SQLite no longer
    /// uses. Where the process is killed it stays until a store is next opened there.
    ///
    /// - Parameters:
    ///   - lock: seals the secrets before they are written to the copy; nil to let them lie open in it.
    ///   - read: is given the path of the copy.
    package func withCopy(
        replacingSecretsWith secrets: [(name: String, value: [UInt8])], lock: (lock: DeviceLock, key: SecretsKey)?,
        read: (_ path: String) throws -> Void
    ) throws {
        let home = URL(filePath: pool.path).deletingLastPathComponent().path
        let path = "\(home)/\(Store.copyingName)\(getpid())"
        defer { unlink(path) }
        unlink(path)
        // Empty and its owner's alone, before anything is in it.
        let file = Foundation.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreError.notWritable(path: path, code: errno) }
        Foundation.close(file)
        try copy(to: path)
        // The copy is gone when the person reads of it: what is named is the file that it was made of.
        try Store.translatingErrors(path: pool.path) {
            var configuration = Configuration()
            configuration.prepareDatabase { db in
                // Where this fails the copy is thrown away.
                try db.execute(sql: "PRAGMA journal_mode = OFF")
                try db.execute(sql: "PRAGMA secure_delete = ON")
            }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write { db in
                try db.execute(sql: "DELETE FROM secret")
                let key = lock?.key
                let session = StoreWriting(db: db, secrets: SecretsAccess { _ in key })
                try session.setLock(lock)
                for (name, value) in secrets { try session.setSecret(name, value) }
            }
            try queue.close()
        }
        try read(path)
    }

    /// Removes the copies of processes that were killed.
    static func removeCopiesLeft(in home: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? [] {
            // What SQLite keeps beside a copy has its name and an ending.
            guard name.hasPrefix(copyingName),
                let process = pid_t(name.dropFirst(copyingName.count).prefix { $0 != "-" }),
                kill(process, 0) != 0, errno == ESRCH
            else { continue }
            unlink("\(home)/\(name)")
        }
    }
}
