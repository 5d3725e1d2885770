import Bundles
import Causality
import FieldRecords
import GRDB

/// Records as their rows have them.
extension StoreReading {
    static let recordColumns = """
        SELECT record.id, record.place, record.replica, record.number, record.form, record.version, record.fields,
            record.stamps, record.deleted, record.conflicts, record.changes
        FROM record
        """

    func storedRecord(_ row: Int64) throws -> WorkingRecord? {
        let statement = try RawStatement(Self.recordColumns + " WHERE record.id = ?", db: db)
        statement.bind(row, at: 1)
        defer { statement.end() }
        return try statement.step() ? try workingRecord(from: statement) : nil
    }

    /// The record of the present row of a statement over ``recordColumns``.
    func workingRecord(from row: RawStatement) throws -> WorkingRecord {
        let form = row.text(4).map { FormReference(name: $0, version: row.text(5) ?? "") }
        guard row.integer(8) == 0 || row.integer(8) == 1 else { throw StoreReading.impossible("deleted") }
        let (isDeleted, conflicts) = (row.integer(8) == 1, try Self.names(row.text(9)))
        let stamps = row.isNull(7) ? Stamps.none : try Stamps(encoded: row.bytes(7))
        let fields = Array(row.bytes(6))
        let record = try recordOfChanges(from: row)
        // The statement's own bytes are read by now: what follows may use it again.
        record.form = form
        record.isDeleted = isDeleted
        record.conflicts = conflicts
        record.stamps = stamps
        record.isStored = true
        record.isWritten()
        try meetFields(of: stamps)
        try record.restore(fields, names: fieldNames)
        return record
    }

    /// The same; nil where something stands in the row that cannot be.
    func soundRecord(from row: RawStatement) throws -> WorkingRecord? {
        do { return try workingRecord(from: row) } catch StoreError.notAStore { return nil }
    }

    /// The record of such a row by its changes alone, whatever stands beside them.
    func recordOfChanges(from row: RawStatement) throws -> WorkingRecord {
        guard row.isInteger(0), row.isInteger(1), row.isInteger(2), row.isInteger(3), row.integer(3) >= 0,
            row.integer(3) <= Int64(Dot<Int64>.sequenceMax)
        else { throw StoreReading.impossible("number") }
        let (id, changes) = (row.integer(0), Array(row.bytes(10)))
        let key = RecordKey(
            placeRow: row.integer(1), replicaRow: row.integer(2), number: UInt64(row.integer(3)))
        return WorkingRecord(
            row: id, key: key, name: RecordID(replica: try replicaKey(key.replicaRow), number: key.number),
            changes: changes)
    }

    private static func impossible(_ column: String) -> StoreError {
        .notAStore(path: "record.\(column)", reason: "a value that cannot be")
    }

    static func names(_ text: String?) throws -> [String] {
        guard let text else { return [] }
        do { return try JSONValue(parsing: text.utf8).elements?.compactMap(\.text) ?? [] } catch {
            throw StoreError.notAStore(path: "record.conflicts", reason: "a value that cannot be")
        }
    }

    /// The key of a replica, by its row.
    func replicaKey(_ row: Int64) throws -> ReplicaID {
        if let known = replicaKeys[row] { return known }
        guard let stored = try self.row("SELECT key FROM replica WHERE id = ?", [row]) else {
            throw StoreError.unknown(what: "replica \(row)")
        }
        let key = try stored.readReplica(0)
        replicaKeys[row] = key
        return key
    }

    /// The name of a log by its row.
    func logName(row: Int64) throws -> LogID {
        if let known = logNames[row] { return known }
        guard let stored = try self.row(Self.logColumns + " WHERE log.id = ?", [row]) else {
            throw StoreError.unknown(what: "log \(row)")
        }
        let name = try Self.logRow(stored).name
        logNames[row] = name
        return name
    }

    /// The dots of all changes of a record that are held here: of those that are not applied, the ones that name it, of
    /// the logs that are asked for.
    func dots(
        of record: WorkingRecord, unapplied isAskedFor: (LogRow) throws -> Bool = { _ in true }
    ) throws -> [Dot<Int64>] {
        var dots = try record.dots()
        for row in try rows(
            Self.logColumns + " WHERE log.place = ? AND log.held > log.applied ORDER BY log.id", [record.key.placeRow])
        {
            let log = try Self.logRow(row)
            guard try isAskedFor(log) else { continue }
            try heldChunks(of: log.id, from: log.applied + 1) { chunk in
                let packed = try packed(chunk)
                for (index, change) in packed.changes.enumerated()
                where chunk.first + UInt64(index) > log.applied && packed.record(of: change) == record.name {
                    dots.append(Dot(log: log.id, sequence: chunk.first + UInt64(index)))
                }
                return true
            }
        }
        return dots
    }
}
