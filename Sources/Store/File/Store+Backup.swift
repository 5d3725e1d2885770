import Foundation
import GRDB

extension Store {
    /// Copies the whole store, as of one moment, with other secrets in place of its own.
    ///
    /// The copy holds no private key of this device, not even in pages that SQLite no longer uses.
    package func copy(to path: String, replacingSecretsWith secrets: [(name: String, value: [UInt8])]) throws {
        try copy(to: path)
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(sql: "PRAGMA secure_delete = ON")
            // Keys to open what was sealed to former identities go along; identities do not.
            try db.execute(sql: "DELETE FROM secret WHERE name NOT LIKE 'sealing:%'")
            for (name, value) in secrets {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO secret (name, value) VALUES (?, ?)", arguments: [name, Data(value)])
            }
        }
        try queue.vacuum()
        try queue.close()
    }

    /// Whether a file is a sound store at all, before it takes a store's place.
    package static func checkBackup(_ path: String) throws {
        do {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            try queue.read { db in
                guard try Int.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID,
                    try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok"
                else { throw StoreError.notAStore(path: path, reason: "not a backup of yilu") }
                guard try Int.fetchOne(db, sql: "SELECT 1 FROM secret WHERE name = 'successor'") == 1 else {
                    throw StoreError.notAStore(path: path, reason: "a device's own file, not a backup")
                }
                try Schema.require(db)
            }
        } catch let error as DatabaseError {
            throw StoreError.notAStore(path: path, reason: error.message ?? "not a database")
        }
    }
}
