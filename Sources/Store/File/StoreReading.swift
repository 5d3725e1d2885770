import Bundles
import Causality
import GRDB

/// What can be asked of one committed state. It never leaves the closure it was handed to.
package class StoreReading {
    let db: Database
    /// What rows stand for that never change once they are there.
    var fieldNames = FieldNameCache()
    var logNames: [Int64: LogID] = [:]

    init(db: Database) {
        self.db = db
    }

    /// The vector of a context, as stored under that row.
    func storedContext(row: Int64) throws -> VersionVector<Int64> {
        try readContext(row: row)
    }
}

/// What can be asked and changed within one transaction.
///
/// Records are merged in memory and written once, when the transaction ends.
package final class StoreWriting: StoreReading {
    var logs = LogCache()
    var contexts = ContextCache()
    var chainer = Chainer()
    /// The hybrid clock and the last record number, once they were asked for; written back at the end.
    var clock: HybridClock?
    var lastRecordNumber: Int64?
    /// Bytes of changes since the last signed head, by own log.
    var unsignedBytes: [Int64: Int] = [:]
    /// The records touched so far, by row.
    var touched: [Int64: WorkingRecord] = [:]
    /// The records touched so far that an import made, by the key of their row.
    var touchedImportKeys: [ImportKey: Int64] = [:]
    /// Own logs that grew and still lack a signed head.
    var unsignedLogs: Set<Int64> = []
    /// What changed, for whoever wants to tell people.
    package var effects = Effects()

    override func storedContext(row: Int64) throws -> VersionVector<Int64> {
        if let known = contexts.vectors[row] { return known }
        let vector = try readContext(row: row)
        contexts.vectors[row] = vector
        return vector
    }
}

extension StoreReading {
    /// Runs a statement that is kept prepared.
    func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func row(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Row? {
        try Row.fetchOne(try db.cachedStatement(sql: sql), arguments: arguments)
    }

    func rows(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
        try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: arguments)
    }

    func integer(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Int64? {
        try Int64.fetchOne(try db.cachedStatement(sql: sql), arguments: arguments)
    }
}
