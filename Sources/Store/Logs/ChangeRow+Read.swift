import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB

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
        let change = Change(
            time: HybridTime(bits: try row.readBits(4)), author: try row.read(5),
            context: SeenContext(
                own: try row.readOptionalSequence(7) ?? sequence - 1,
                others: frontier(try row.readOptional(8))),
            action: try action(row), isSettlement: try row.read(3))
        return StoredChange(
            dot: Dot(log: try row.read(0), sequence: sequence), change: change,
            chainPrefix: try row.readBits(15), recordRow: try row.readOptional(9),
            contextRow: try row.readOptional(6), void: try row.readOptional(16))
    }

    private static func action(_ row: Row) throws -> Change.Action {
        let number: UInt8 = try row.read(2)
        let content: String? = try row.readOptional(11)
        let record =
            row.hasNull(atIndex: 17)
            ? nil : RecordID(replica: try row.readReplica(17), number: try row.readSequence(18))
        func writing() throws -> Change.Writing {
            guard let content else { throw StoreError.notAStore(path: "change.patch", reason: "NULL") }
            return Change.Writing(patch: try Patch(json: content.utf8), personal: try personal(row))
        }
        switch (ChangeKind(number: number), record) {
        case (.begin, let record?): return .begin(record, try form(try row.readOptional(10)), try writing())
        case (.edit, let record?): return .edit(record, try writing())
        case (.delete, let record?): return .delete(record)
        case (.undelete, let record?): return .undelete(record)
        case (.erase, let record?): return .erase(record)
        case (.mark, _): return .mark
        case (.unknown, _):
            guard let bytes = content.flatMap({ Data(base64Encoded: $0) }) else { break }
            return .unknown(kind: number, content: [UInt8](bytes))
        default: break
        }
        throw StoreError.notAStore(path: "change.kind", reason: "\(number)")
    }

    private static func form(_ text: String?) throws -> FormReference {
        let parts = (text ?? "").split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw StoreError.notAStore(path: "change.form", reason: text ?? "NULL") }
        return FormReference(name: String(parts[0]), version: String(parts[1]))
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
