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
                dot.log, Int64(dot.sequence), change.kind.number, change.isSettlement,
                Int64(bitPattern: change.time.bits), change.author, contextRow, own,
                Self.frontierData(change.context.others), recordRow, form,
                Self.contentText(change), personalText, key, commitments,
                Int64(bitPattern: chainPrefix),
            ])
        return recordRow
    }

    /// The patch as JSON, or, where nobody here understands the change, its content in Base64.
    private static func contentText(_ change: Change) -> String? {
        if case .unknown(_, let content) = change.action { return Data(content).base64EncodedString() }
        return change.writing.map { String(decoding: $0.patch.json, as: UTF8.self) }
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
