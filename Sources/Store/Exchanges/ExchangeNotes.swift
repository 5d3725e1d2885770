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
        try row("SELECT length(content) FROM blob WHERE digest = ? AND content IS NOT NULL", [Data(digest)]).map {
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
