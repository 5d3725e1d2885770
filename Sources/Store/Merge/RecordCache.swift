import Bundles
import Causality
import FieldRecords
import GRDB

/// Names a record by rows.
struct RecordKey: Hashable {
    let placeRow: Int64
    let replicaRow: Int64
    let number: UInt64

    func hash(into hasher: inout Hasher) {
        hasher.combine(replicaRow &* 0x9E37_79B9 &+ Int64(bitPattern: number))
    }
}

/// The records that a transaction has met, and those that it has changed.
struct RecordCache {
    private(set) var byKey: [RecordKey: WorkingRecord] = [:]
    private(set) var byRow: [Int64: WorkingRecord] = [:]
    /// Those to write back.
    private(set) var touched: [WorkingRecord] = []
    /// The rows of records that imports made and that were met here, by the key of their row in its source.
    private(set) var importKeys: [ImportKey: [Int64]] = [:]
    /// About what all of them take in memory.
    private(set) var bytes = 0
    /// The highest number of a record begun by a replica at a place: what lies beyond is surely new.
    var highest: [RecordKey: UInt64] = [:]
    /// The row of the next new record; 0 before it was asked for.
    var nextRow: Int64 = 0

    mutating func keep(_ record: WorkingRecord) {
        byKey[record.key] = record
        byRow[record.row] = record
        recount(record)
    }

    /// Follows what a record takes in memory.
    private mutating func recount(_ record: WorkingRecord) {
        let now = record.bytesAbout
        bytes += now - record.countedBytes
        record.countedBytes = now
    }

    /// Takes a record's place by what it was folded anew to.
    mutating func replace(_ record: WorkingRecord) {
        touched.removeAll { $0.row == record.row }
        record.isTouched = false
        keep(record)
        touch(record)
    }

    mutating func touch(_ record: WorkingRecord) {
        guard !record.isTouched else { return }
        record.isTouched = true
        touched.append(record)
    }

    /// Follows the size and the import key of a record that a change was merged into.
    mutating func noteMerged(_ record: WorkingRecord) {
        recount(record)
        guard record.keyIsNew, let key = record.importKey, importKeys[key]?.last != record.row else { return }
        importKeys[key, default: []].append(record.row)
    }

    /// All those to write back, in the order of their rows.
    mutating func takeTouched() -> [WorkingRecord] {
        let taken = touched.sorted { $0.row < $1.row }
        touched = []
        for record in taken { record.isTouched = false }
        return taken
    }

    /// Forgets all records: nothing is to be written back.
    mutating func removeAll() {
        precondition(touched.isEmpty, "what was merged is written back first")
        byKey = [:]
        byRow = [:]
        importKeys = [:]
        bytes = 0
        highest = [:]
    }
}

extension StoreWriting {
    /// The record of a change, to merge it in; made where nothing of it was known.
    func touchedRecord(
        of change: PackedChange, in chunk: HeldChunk, packed: PackedChanges, placeRow: Int64
    ) throws -> WorkingRecord {
        let place = Int(change.recordReplica)
        while chunk.replicaRows.count <= place {
            chunk.replicaRows.append(try ensureReplica(packed.replicas[chunk.replicaRows.count]))
        }
        let key = RecordKey(
            placeRow: placeRow, replicaRow: chunk.replicaRows[place], number: change.recordNumber)
        return try touchedRecord(
            key, name: RecordID(replica: packed.replicas[place], number: change.recordNumber))
    }

    /// A record by its name, to merge a change in; made where nothing of it was known.
    func touchedRecord(_ name: RecordID, placeRow: Int64) throws -> WorkingRecord {
        let replica = try ensureReplica(name.replica)
        return try touchedRecord(
            RecordKey(placeRow: placeRow, replicaRow: replica, number: name.number), name: name)
    }

    private func touchedRecord(_ key: RecordKey, name: @autoclosure () -> RecordID) throws -> WorkingRecord {
        let record = try records.byKey[key] ?? storedRecord(key: key) ?? newRecord(key: key, name: name())
        try touch(record)
        return record
    }

    /// A record that is here, by its name; nil where nothing of it is.
    func knownRecord(_ name: RecordID, placeRow: Int64) throws -> WorkingRecord? {
        guard let replica = try replicaRow(name.replica) else { return nil }
        let key = RecordKey(placeRow: placeRow, replicaRow: replica, number: name.number)
        return try records.byKey[key] ?? storedRecord(key: key)
    }

    /// A record by its row, to change it.
    func workingRecord(_ row: Int64) throws -> WorkingRecord {
        if let known = records.byRow[row] { return known }
        guard let stored = try storedRecord(row) else { throw StoreError.unknown(what: "record \(row)") }
        records.keep(stored)
        return stored
    }

    private func storedRecord(key: RecordKey) throws -> WorkingRecord? {
        // What was begun after all that is stored need not be looked for.
        let all = RecordKey(placeRow: key.placeRow, replicaRow: key.replicaRow, number: 0)
        if let highest = records.highest[all] {
            if key.number > highest { return nil }
        } else {
            let statement = try RawStatement(
                "SELECT max(number) FROM record WHERE place = ? AND replica = ?", db: db)
            statement.bind(key.placeRow, at: 1)
            statement.bind(key.replicaRow, at: 2)
            defer { statement.end() }
            let highest = try statement.step() ? UInt64(max(statement.integer(0), 0)) : 0
            records.highest[all] = highest
            if key.number > highest { return nil }
        }
        let statement = try RawStatement(
            Self.recordColumns + " WHERE record.place = ? AND record.replica = ? AND record.number = ?", db: db)
        statement.bind(key.placeRow, at: 1)
        statement.bind(key.replicaRow, at: 2)
        statement.bind(Int64(clamping: key.number), at: 3)
        defer { statement.end() }
        guard try statement.step() else { return nil }
        let record = try workingRecord(from: statement)
        records.keep(record)
        return record
    }

    private func newRecord(key: RecordKey, name: RecordID) throws -> WorkingRecord {
        if records.nextRow == 0 { records.nextRow = (try integer("SELECT max(id) FROM record") ?? 0) + 1 }
        let record = WorkingRecord(row: records.nextRow, key: key, name: name)
        records.nextRow += 1
        records.keep(record)
        return record
    }

    /// Marks a record that is about to change, and notes what it adds to its place's digest as it is.
    func touch(_ record: WorkingRecord) throws {
        guard !record.isTouched else { return }
        if record.isStored { record.oldHash = try hash(of: record) }
        records.touch(record)
    }
}
