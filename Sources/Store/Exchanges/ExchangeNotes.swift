import Bundles
package import Causality
import FieldRecords
import Foundation
import GRDB

// What the device wrote down of what it sent, and of receipts that came home.
extension StoreReading {
    /// What was noted of a bundle of this device's own, as JSON; nil where it never wrote it.
    package func noteOfSent(bundle id: [UInt8]) throws -> String? {
        try String.fetchOne(
            try db.cachedStatement(
                sql: "SELECT summary FROM exchange WHERE bundle = ? AND direction = 'out' ORDER BY id DESC LIMIT 1"),
            arguments: [Data(id)])
    }

    /// What was noted of the latest bundles for somebody, as JSON, the latest first.
    package func notesOfSent(to peer: String, latest: Int) throws -> [String] {
        try String.fetchAll(
            db,
            sql: "SELECT summary FROM exchange WHERE peer = ? AND direction = 'out' ORDER BY id DESC LIMIT ?",
            arguments: [peer, latest])
    }

    /// The files that the latest bundles of this device's own were written to, as it noted.
    package func filesSent(latest: Int) throws -> Set<String> {
        Set(
            try String.fetchAll(
                db,
                sql: """
                    SELECT json_extract(summary, '$.file') FROM exchange
                    WHERE direction = 'out' AND json_extract(summary, '$.file') IS NOT NULL ORDER BY id DESC LIMIT ?
                    """, arguments: [latest]))
    }

    /// How a receipt came home: the `way` that was noted with its number; nil where nothing was.
    package func wayHome(ofReceipt number: UInt64, from peer: String) throws -> String? {
        try String.fetchOne(
            try db.cachedStatement(
                sql: """
                    SELECT json_extract(summary, '$.way') FROM exchange
                    WHERE direction = 'in' AND peer = ? AND json_extract(summary, '$.receipt') = ?
                    ORDER BY id DESC LIMIT 1
                    """), arguments: [peer, Int64(clamping: number)])
    }
}

extension StoreReading {
    /// A photo or another file that is held here.
    package func blob(_ digest: [UInt8]) throws -> StoredBlob? {
        try row("SELECT bytes FROM blob WHERE digest = ? AND content IS NOT NULL", [Data(digest)]).map {
            StoredBlob(digest: digest, bytes: try $0.read(0))
        }
    }

    /// Whether a change here names a file of that content.
    package func isNamed(blob digest: [UInt8]) throws -> Bool {
        try integer("SELECT 1 FROM blob WHERE digest = ?", [Data(digest)]) != nil
    }
}

extension StoreWriting {
    /// Notes that a receipt came home, and how. Only the last of each device is kept: a session every quarter of an hour
    /// brings one.
    ///
    /// - Parameter way: `stick`, `sync`.
    package func noteReceipt(number: UInt64, from peer: String, way: String, time: Int64) throws {
        try run(
            """
            DELETE FROM exchange WHERE direction = 'in' AND peer = ? AND bundle IS NULL
            AND json_extract(summary, '$.receipt') IS NOT NULL
            """, [peer])
        try run(
            """
            INSERT INTO exchange (time, direction, peer, bundle, summary)
            VALUES (?, 'in', ?, NULL, json_object('way', ?, 'receipt', ?))
            """, [time, peer, way, Int64(clamping: number)])
    }
}

/// What somebody does not know yet, told by records.
package struct UnknownRecords: Sendable {
    /// The first record of one's own that they have nothing of; nil where they have something of each.
    package fileprivate(set) var firstOwn: Int64?
    /// The last record of one's own; nil before the first.
    package fileprivate(set) var lastOwn: Int64?
    /// How many records they have nothing of.
    package fileprivate(set) var new = 0
    /// How many records they have something of, and not all.
    package fileprivate(set) var changed = 0
}

extension StoreReading {
    /// Which records somebody does not know, or not all of, who holds the logs of some places so far.
    ///
    /// - Parameter own: whose records are numbered apart.
    package func recordsUnknown(
        of places: [PlaceID], beyond known: [LogID: UInt64], own: StoredReplica
    ) throws -> UnknownRecords {
        var unknown = UnknownRecords()
        var begun: Set<RecordID> = []
        var touched: Set<RecordID> = []
        for log in try logRows(of: places.filter { !$0.isNotices }) {
            try heldChunks(of: log.id, from: (known[log.name] ?? 0) + 1) { chunk in
                let packed = try packed(chunk)
                for (index, change) in packed.changes.enumerated() where change.hasRecord {
                    guard chunk.first + UInt64(index) > known[log.name] ?? 0 else { continue }
                    let record = RecordID(
                        replica: packed.replicas[Int(change.recordReplica)], number: change.recordNumber)
                    touched.insert(record)
                    guard change.kind == .begin else { continue }
                    begun.insert(record)
                    guard record.replica == own.replica else { continue }
                    unknown.firstOwn = min(unknown.firstOwn ?? .max, Int64(record.number))
                }
                return true
            }
        }
        for place in places where !place.isNotices {
            guard let row = try placeRow(place) else { continue }
            let last = try integer(
                "SELECT max(number) FROM record WHERE place = ? AND replica = ? AND form IS NOT NULL", [row, own.row])
            unknown.lastOwn = [unknown.lastOwn, last].compactMap(\.self).max()
        }
        unknown.new = begun.count
        unknown.changed = touched.subtracting(begun).count
        return unknown
    }
}
