import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

/// A change as the store keeps it, with what only this device knows of it.
struct StoredChange {
    let dot: Dot<Int64>
    let change: Change
    let chainPrefix: UInt64
    /// The row of the record, nil for a marker.
    let recordRow: Int64?
    /// The row of its context without its own log; nil until it can be told.
    let contextRow: Int64?
    let void: String?
}

extension StoreWriting {
    /// Writes a change's row. Its context may still be unknown.
    func insert(
        _ change: Change, dot: Dot<Int64>, chainPrefix: UInt64, placeRow: Int64, contextRow: Int64?, isErased: Bool
    ) throws -> Int64? {
        let recordRow = try change.record.map { try ensureRecord($0, placeRow: placeRow) }
        var personalText: String?
        var key: Data?
        var commitments: String?
        if let personal = change.writing?.personal {
            switch isErased ? personal.erased() : personal {
            case .kept(let values, let erasureKey):
                personalText = String(decoding: values.json, as: UTF8.self)
                key = Data(erasureKey)
            case .erased(let list):
                commitments = Self.commitmentsText(list)
            }
        }
        var form: String?
        if case .begin(_, let reference, _) = change.action { form = "\(reference.name)@\(reference.version)" }
        let own = change.context.own == dot.sequence - 1 ? nil : Int64(change.context.own)
        try run(
            """
            INSERT INTO change (log, sequence, kind, settlement, time, author, context, own, frontier, record, form,
                patch, personal, erasure_key, commitments, chain) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """,
            [
                dot.log, Int64(dot.sequence), change.kind.rawValue, change.isSettlement,
                Int64(bitPattern: change.time.bits), change.author, contextRow, own,
                Self.frontierData(change.context.others), recordRow, form,
                change.writing.map { String(decoding: $0.patch.json, as: UTF8.self) }, personalText, key, commitments,
                Int64(bitPattern: chainPrefix),
            ])
        return recordRow
    }

    static func commitmentsText(_ commitments: [PersonalWriting.Commitment]) -> String {
        JSONValue.object(commitments.map { JSONMember($0.name, .string(Hexadecimal.text(of: $0.hash))) }).compact
    }

    /// Per dot of the frontier: replica 32 bytes, sequence 8, chain prefix 8; nil for none.
    static func frontierData(_ others: [SeenDot]) -> Data? {
        guard !others.isEmpty else { return nil }
        var data = Data()
        for dot in others {
            data.append(contentsOf: dot.replica.bytes)
            for word in [dot.sequence, dot.chainPrefix] {
                withUnsafeBytes(of: word.bigEndian) { data.append(contentsOf: $0) }
            }
        }
        return data
    }
}

extension StoreReading {
    static let changeColumns = """
        SELECT change.log, change.sequence, change.kind, change.settlement, change.time, change.author,
            change.context, change.own, change.frontier, change.record, change.form, change.patch, change.personal,
            change.erasure_key, change.commitments, change.chain, change.void, replica.key, record.number
        FROM change LEFT JOIN record ON record.id = change.record LEFT JOIN replica ON replica.id = record.replica
        """

    func storedChange(_ dot: Dot<Int64>) throws -> StoredChange? {
        try row(
            Self.changeColumns + " WHERE change.log = ? AND change.sequence = ?", [dot.log, Int64(dot.sequence)]
        ).map(Self.storedChange)
    }

    static func storedChange(_ row: Row) throws -> StoredChange {
        let sequence = try row.readSequence(1)
        let record =
            row.hasNull(atIndex: 17)
            ? nil : RecordID(replica: try row.readReplica(17), number: try row.readSequence(18))
        let patch: String? = try row.readOptional(11)
        let writing = try patch.map { patch in
            Change.Writing(patch: try Patch(json: patch.utf8), personal: try personal(row))
        }
        let change = Change(
            time: HybridTime(bits: try row.readBits(4)), author: try row.read(5),
            context: SeenContext(
                own: try row.readOptionalSequence(7) ?? sequence - 1,
                others: frontier(try row.readOptional(8))),
            action: try action(
                kind: try row.read(2), record: record, form: try row.readOptional(10), writing: writing),
            isSettlement: try row.read(3))
        return StoredChange(
            dot: Dot(log: try row.read(0), sequence: sequence), change: change,
            chainPrefix: try row.readBits(15), recordRow: try row.readOptional(9),
            contextRow: try row.readOptional(6), void: try row.readOptional(16))
    }

    private static func action(
        kind: UInt8, record: RecordID?, form: String?, writing: Change.Writing?
    ) throws -> Change.Action {
        switch (ChangeKind(rawValue: kind), record, writing) {
        case (.begin, let record?, let writing?):
            let parts = (form ?? "").split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw StoreError.notAStore(path: "change.form", reason: form ?? "NULL") }
            return .begin(record, FormReference(name: String(parts[0]), version: String(parts[1])), writing)
        case (.edit, let record?, let writing?): return .edit(record, writing)
        case (.delete, let record?, _): return .delete(record)
        case (.undelete, let record?, _): return .undelete(record)
        case (.erase, let record?, _): return .erase(record)
        case (.mark, _, _): return .mark
        default: throw StoreError.notAStore(path: "change.kind", reason: "\(kind)")
        }
    }

    private static func personal(_ row: Row) throws -> PersonalWriting? {
        if let values: String = try row.readOptional(12), !row.hasNull(atIndex: 13) {
            let key = try row.readBytes(13, count: PersonalWriting.keyByteCount)
            return .kept(values: try Patch(json: values.utf8), key: key)
        }
        guard let commitments: String = try row.readOptional(14) else { return nil }
        let members = try JSONValue(parsing: commitments.utf8).members ?? []
        return .erased(
            members.map {
                PersonalWriting.Commitment(name: $0.key, hash: Hexadecimal.bytes($0.value.text ?? "") ?? [])
            })
    }

    private static func frontier(_ data: Data?) -> [SeenDot] {
        guard let data else { return [] }
        let bytes = [UInt8](data)
        func word(at start: Int) -> UInt64 { bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        return stride(from: 0, to: bytes.count - 47, by: 48).map { start in
            SeenDot(
                replica: ReplicaID(bytes: bytes[start..<start + 32]), sequence: word(at: start + 32),
                chainPrefix: word(at: start + 40))
        }
    }
}
