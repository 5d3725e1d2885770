import Bundles
import Causality
import GRDB

/// What can be asked of one committed state. It never leaves the closure it was handed to.
package class StoreReading {
    let db: Database
    let secrets: SecretsAccess
    /// What rows stand for that never change once they are there.
    var fieldNames = FieldNames()
    var logNames: [Int64: LogID] = [:]
    var contexts = ContextCache()
    var replicaKeys: [Int64: ReplicaID] = [:]
    var placeNames: [Int64: PlaceID] = [:]
    var knownTree: PlaceTree?
    var knownNodesToldApart: [ReplicaID: Set<UInt64>]?
    var heldChunks = HeldChunkCache()
    var lostBranches = LostBranchCache()
    /// Logs as they are while one only reads.
    var logRows: [Int64: LogRow] = [:]

    init(db: Database, secrets: SecretsAccess) {
        self.db = db
        self.secrets = secrets
    }

    /// Makes what was done in memory visible to statements. There is nothing of that kind while one only reads.
    func settle() throws {}
}

/// What can be asked and changed within one transaction.
///
/// Records and logs are followed in memory and written when the transaction ends, or when a statement asks for them.
package final class StoreWriting: StoreReading {
    var logs = LogCache()
    /// The hybrid clock and the last record number, once they were asked for; written back at the end.
    var clock: HybridClock?
    var lastRecordNumber: Int64?
    /// The records met so far.
    var records = RecordCache()
    /// What was appended to own logs and lacks a signed head, by log.
    var unsigned: [Int64: UnsignedChanges] = [:]
    /// Own chunks that are signed and wait for their frames, in their order.
    var inMaking: [(chunk: HeldChunk, name: LogID, frame: FrameInMaking)] = []
    /// What the last change of an own log had seen, by log.
    var lastSeen: [Int64: LastSeen] = [:]
    /// How often a log of a place was applied further, or forgotten, by place: what is remembered of its vector is good
    /// as long as this stays.
    var vectorVersions: [Int64: UInt64] = [:]
    /// How far logs of devices that wait were seen by others, who are heard.
    var seenUnheard: [Int64: UInt64] = [:]
    /// The places where something was received, or issued anew.
    var placesWithNews: Set<Int64> = []
    /// The places where branches were issued anew that others may have built upon.
    var placesToMergeAnew: Set<Int64> = []
    /// The first changes of logs that came without personal values in this transaction.
    var mayLackValues: [Int64: UInt64] = [:]
    /// Whether what was replaced may not lie on.
    var isToForget = false
    /// What changed, for whoever wants to tell people.
    package var effects = Effects()

    override func settle() throws {
        try writeLogs()
    }
}

extension StoreReading {
    /// Runs a statement that is kept prepared.
    func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        try settle()
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func row(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Row? {
        try settle()
        return try Row.fetchOne(try db.cachedStatement(sql: sql), arguments: arguments)
    }

    func rows(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
        try settle()
        return try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: arguments)
    }

    func integer(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Int64? {
        try settle()
        return try Int64.fetchOne(try db.cachedStatement(sql: sql), arguments: arguments)
    }
}
