import Causality
import Crypto
import FieldRecords
import Foundation
import GRDB

/// A record while a transaction merges changes into it.
struct WorkingRecord {
    let row: Int64
    let placeRow: Int64
    let name: RecordID
    var form: FormReference?
    var stamps: Stamps
    /// What is shown: per field the value that stands, or among several the one chosen; empty values are left out.
    var fields: [String: FieldValue]
    var isDeleted: Bool
    var conflicts: [String]
    /// What the record added to its place's digest before this transaction; told where it is merged into.
    var oldHash: RecordHash
    /// Fields whose siblings changed in a way that the shown value must be looked for anew.
    var staleFields: Set<Int64> = []
    var wasKnown: Bool
    var changeKinds: Set<ChangeKind> = []
}

extension StoreWriting {
    /// The row of a record at a place, made if nothing of it was known here.
    func ensureRecord(_ name: RecordID, placeRow: Int64) throws -> Int64 {
        let replica = try ensureReplica(name.replica)
        let number = Int64(clamping: name.number)
        if let row = try integer(
            "SELECT id FROM record WHERE place = ? AND replica = ? AND number = ?", [placeRow, replica, number])
        {
            return row
        }
        try run("INSERT INTO record (place, replica, number) VALUES (?, ?, ?)", [placeRow, replica, number])
        return db.lastInsertedRowID
    }

    /// The record for merging; it is written back when the transaction ends.
    func workingRecord(_ row: Int64) throws -> WorkingRecord {
        if let known = touched[row] { return known }
        guard var stored = try storedRecord(row) else { throw StoreError.unknown(what: "record \(row)") }
        stored.oldHash = try hash(of: stored)
        return stored
    }
}

extension StoreReading {
    static let recordColumns = """
        SELECT record.id, record.place, replica.key, record.number, record.form, record.version, record.fields,
            record.stamps, record.deleted, record.conflicts
        FROM record JOIN replica ON replica.id = record.replica
        """

    func storedRecord(_ row: Int64) throws -> WorkingRecord? {
        try self.row(Self.recordColumns + " WHERE record.id = ?", [row]).map { try workingRecord(from: $0) }
    }

    func workingRecord(from row: Row) throws -> WorkingRecord {
        let form: String? = try row.readOptional(4)
        let version: String? = try row.readOptional(5)
        let stamps: Data? = try row.readOptional(7)
        return WorkingRecord(
            row: try row.read(0), placeRow: try row.read(1),
            name: RecordID(replica: try row.readReplica(2), number: try row.readSequence(3)),
            form: form.map { FormReference(name: $0, version: version ?? "") },
            stamps: try stamps.map { try Stamps(encoded: $0) } ?? Stamps(),
            fields: try Self.fields(try row.read(6)),
            isDeleted: try row.read(8),
            conflicts: try Self.names(try row.readOptional(9)),
            oldHash: .zero, wasKnown: form != nil)
    }

    static func fields(_ text: String) throws -> [String: FieldValue] {
        let patch = try Patch(json: text.utf8)
        return Dictionary(uniqueKeysWithValues: patch.entries.map { ($0.name, $0.value) })
    }

    static func names(_ text: String?) throws -> [String] {
        guard let text else { return [] }
        return try JSONValue(parsing: text.utf8).elements?.compactMap(\.text) ?? []
    }

    /// What a record adds to the digest of its place: equal exactly where the merged state is.
    ///
    /// It covers names that mean the same on every device: keys, never row numbers.
    func hash(of record: WorkingRecord) throws -> RecordHash {
        guard let form = record.form else { return .zero }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        func add(_ text: String) {
            bytes.append(contentsOf: "\(text.utf8.count):".utf8)
            bytes.append(contentsOf: text.utf8)
        }
        add("yilu record 1")
        bytes.append(contentsOf: record.name.replica.bytes)
        add("\(record.name.number)")
        add(form.name)
        add(form.version)
        Patch(record.fields).appendJSON(to: &bytes)
        let named = try record.stamps.fields.map { (try storedFieldName($0.key), $0.value) }
        for (name, siblings) in named.sorted(by: { $0.0 < $1.0 }) {
            add(name)
            try addDots(siblings, to: &bytes)
        }
        add("deletions")
        try addDots(record.stamps.deletions, to: &bytes)
        add(record.stamps.isErased ? "erased" : "")
        return RecordHash(Array(SHA256.hash(data: bytes)))
    }

    private func addDots(_ siblings: Siblings<Int64>, to bytes: inout [UInt8]) throws {
        var named = try siblings.dots.map { Dot(log: try logName(row: $0.log), sequence: $0.sequence) }
        if named.count > 1 { named.sort() }
        for dot in named {
            bytes.append(contentsOf: dot.log.replica.bytes)
            bytes.append(contentsOf: "\(dot.sequence);".utf8)
        }
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
}

/// A sum of SHA-256 hashes modulo 2^256, so that a record's part can be taken out and put back.
struct RecordHash: Equatable {
    private var words: [UInt64]

    static let zero = RecordHash([UInt8](repeating: 0, count: 32))

    /// - Precondition: 32 bytes.
    init(_ bytes: [UInt8]) {
        precondition(bytes.count == 32, "a hash has 32 bytes")
        words = stride(from: 0, to: 32, by: 8).map { start in
            bytes[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
    }

    var bytes: [UInt8] {
        words.flatMap { word in stride(from: UInt64(56), through: 0, by: -8).map { UInt8(word >> $0 & 255) } }
    }

    static func + (one: RecordHash, other: RecordHash) -> RecordHash {
        var sum = RecordHash.zero
        var carry: UInt64 = 0
        for index in stride(from: 3, through: 0, by: -1) {
            let (first, overflow) = one.words[index].addingReportingOverflow(other.words[index])
            let (second, overflowAgain) = first.addingReportingOverflow(carry)
            sum.words[index] = second
            carry = overflow || overflowAgain ? 1 : 0
        }
        return sum
    }

    static func - (one: RecordHash, other: RecordHash) -> RecordHash {
        var negative = RecordHash.zero
        negative.words = other.words.map { ~$0 }
        var unit = [UInt8](repeating: 0, count: 32)
        unit[31] = 1
        return one + (negative + RecordHash(unit))
    }
}
