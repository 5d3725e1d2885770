import Foundation
import GRDB

/// The one SQLite file of a device, shared by every process of that device.
///
/// Reads see one committed state from beginning to end and disturb nobody. Writes take turns, also between processes:
/// each waits up to ten seconds and then says who holds the store. After a write returns, it is on the disk, and the
/// sidecar knows of it.
package final class Store: Sendable {
    /// The name of the file in the device's folder.
    package static let fileName = "yilu.sqlite"
    /// The name of the lock beside it.
    static let lockName = "yilu.lock"

    /// How long a writer waits for its turn.
    static let waitMaxMilliseconds = 10_000

    let pool: DatabasePool
    let turns: WriterTurns
    let sidecar: Sidecar
    let secrets: SecretsAccess

    private init(pool: DatabasePool, home: String, sidecar: Sidecar, keySource: @escaping SecretsKeySource) {
        self.pool = pool
        secrets = SecretsAccess(keySource)
        self.turns = WriterTurns(path: home + "/" + Store.lockName)
        self.sidecar = sidecar
    }

    /// Makes a new, empty store in a folder, which is made too if need be, readable by its owner only.
    package static func create(home: String, sidecar: Sidecar) throws -> Store {
        try makeFolder(home, permissions: 0o700)
        let path = home + "/" + fileName
        guard !FileManager.default.fileExists(atPath: path) else { throw StoreError.exists(path: path) }
        return try translatingErrors(path: path) {
            let store = Store(pool: try connect(path), home: home, sidecar: sidecar) { _ in nil }
            try store.pool.write { db in
                try db.execute(sql: Schema.tables)
                try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
                try db.execute(sql: "PRAGMA user_version = \(Schema.version)")
                try Schema.addLaterIndexes(db)
                try StoreWriting(db: db, secrets: store.secrets).keepFormViews()
            }
            return store
        }
    }

    /// Opens the store of a folder.
    ///
    /// - Parameter keySource: asked once for the key to the secrets, if a passphrase protects them.
    package static func open(
        home: String, sidecar: Sidecar, keySource: @escaping SecretsKeySource = { _ in nil }
    ) throws -> Store {
        let path = home + "/" + fileName
        try requireFile(path, home: home)
        guard access(path, W_OK) == 0, access(home, W_OK) == 0 else {
            throw StoreError.notWritable(path: home, code: errno)
        }
        try requireOwnFile(path)
        removeCopiesLeft(in: home)
        return try translatingErrors(path: path) {
            let store = Store(pool: try connect(path), home: home, sidecar: sidecar, keySource: keySource)
            try store.pool.read { db in
                guard try Int.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
                    throw StoreError.notAStore(path: path, reason: "application_id")
                }
                try Schema.require(db)
            }
            try store.keepViewsAndIndexes()
            store.forgetWhatWasLeft()
            return store
        }
    }

    /// Views and indexes hold nothing of a log, so making them asks for no identity.
    private func keepViewsAndIndexes() throws {
        let isCurrent = try pool.read { db in
            try StoreReading(db: db, secrets: secrets).areFormViewsCurrent() && Schema.hasLaterIndexes(db)
        }
        guard !isCurrent else { return }
        try turns.take(waitMaxMilliseconds: Store.waitMaxMilliseconds) {
            try pool.write { db in
                try Schema.addLaterIndexes(db)
                try StoreWriting(db: db, secrets: secrets).keepFormViews()
            }
        }
    }

    /// Reads from one committed state.
    package func read<Result>(_ body: (StoreReading) throws -> Result) throws -> Result {
        do {
            return try Store.translatingErrors(path: pool.path) {
                try pool.read { try body(StoreReading(db: $0, secrets: secrets)) }
            }
        } catch StoreError.full { throw StoreError.fullForReading }
    }

    /// Writes in one transaction: all of `body` or nothing of it.
    ///
    /// - Parameter identityMayBeTaken: true only for the succession that a restored or copied file begins with.
    /// - Throws: ``StoreError/identityTaken`` where the sidecar knows of commits that this file lacks.
    package func write<Result>(
        identityMayBeTaken: Bool = false, _ body: (StoreWriting) throws -> Result
    ) throws -> Result {
        try write(identityMayBeTaken: identityMayBeTaken, before: { _ in }, body, after: {})
    }

    /// Writes in one transaction, with something done to the file in it before, and something after it in the same turn.
    ///
    /// - Parameter identityEnds: true where the file is somebody else's from then on, and whose it was goes on nowhere.
    func write<Result>(
        identityMayBeTaken: Bool = false, identityEnds: Bool = false, before: (Database) throws -> Void,
        _ body: (StoreWriting) throws -> Result, after: () -> Void
    ) throws -> Result {
        try Store.translatingErrors(path: pool.path) {
            try turns.take(waitMaxMilliseconds: Store.waitMaxMilliseconds) {
                let identity = try pool.read { try StoreReading(db: $0, secrets: secrets).identityMark() }
                var (isToForget, isDue) = (false, false)
                let result = try sidecar.guarding(identity, mayBeTaken: identityMayBeTaken, ends: identityEnds) {
                    try pool.write { db in
                        try before(db)
                        let session = StoreWriting(db: db, secrets: secrets)
                        let result = try body(session)
                        try session.finish()
                        (isToForget, isDue) = (session.isToForget, try session.isForgettingDue())
                        return (result, try session.identityMark())
                    }
                }
                after()
                if isDue { forgetWhatIsDue(waits: isToForget) }
                return result
            }
        }
    }

    /// Copies the whole store, as of one moment, into a new file beside it.
    package func copy(to path: String) throws {
        try Store.translatingErrors(path: pool.path) {
            try pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        }
    }

    /// What SQLite itself thinks of the file; empty when all is well.
    package func integrityProblems() throws -> [String] {
        try read { reading in
            try String.fetchAll(reading.db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
                + Row.fetchAll(reading.db, sql: "PRAGMA foreign_key_check").map { "foreign key: \($0)" }
        }
    }
}

extension Store {
    private static func connect(_ path: String) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(waitMaxMilliseconds) / 1000)
        configuration.prepareDatabase { db in
            // A save that was acknowledged survives a power cut, and what was erased leaves no bytes behind.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            MomentFunction.add(to: db)
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // Pages that a transaction changed stay in memory until it ends, rather than go to the disk several times.
            try db.execute(sql: "PRAGMA cache_size = -\(MemoryBounds.writerCacheBytesMax / 1_024)")
        }
        chmod(path, 0o600)
        return pool
    }

    /// A folder that one may not enter is another thing than one without a store.
    private static func requireFile(_ path: String, home: String) throws {
        var status = stat()
        guard stat(path, &status) != 0 else { return }
        let code = errno
        throw [ENOENT, ENOTDIR].contains(code)
            ? StoreError.missing(path: home) : StoreError.notWritable(path: home, code: code)
    }

    /// Looks at the file's first bytes before SQLite opens it, which would turn a stranger's file into one of WAL mode.
    ///
    /// A file that lost power before its first checkpoint may still have its header in the `-wal` beside it.
    private static func requireOwnFile(_ path: String) throws {
        let header = FileHandle(forReadingAtPath: path)?.readData(ofLength: 72) ?? Data()
        let id = header.dropFirst(68).reduce(0) { $0 << 8 | Int($1) }
        let isOurs = header.starts(with: Array("SQLite format 3\0".utf8)) && id == Schema.applicationID
        guard isOurs || FileManager.default.fileExists(atPath: path + "-wal") else {
            throw StoreError.notAStore(path: path, reason: "not a file of yilu")
        }
    }
}
