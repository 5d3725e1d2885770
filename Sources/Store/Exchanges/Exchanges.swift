import Bundles
package import Causality
import Foundation
import GRDB

extension StoreReading {
    /// When a bundle was taken in before, in milliseconds since 1970.
    package func received(bundle id: [UInt8]) throws -> Int64? {
        try integer("SELECT min(time) FROM exchange WHERE bundle = ? AND direction = 'in'", [Data(id)])
    }

    /// What was noted of the last bundles that were written or taken in, newest first.
    package func bundleNotes(limit: Int) throws -> [(note: StoredExchange, isIncoming: Bool)] {
        try rows(
            """
            SELECT time, peer, summary, direction = 'in' FROM exchange
            WHERE bundle IS NOT NULL ORDER BY id DESC LIMIT ?
            """, [limit]
        ).map { row in
            let note = StoredExchange(time: try row.read(0), peer: try row.read(1), summary: try row.read(2))
            return (note, try row.read(3))
        }
    }
}

extension StoreReading {
    /// The time of the newest change of our own that a replica says it holds.
    package func newestOwnTime(acknowledgedBy replica: ReplicaID, own: ReplicaID) throws -> HybridTime? {
        let known = try acknowledged(by: replica).filter { $0.key.replica == own }
        return try known.compactMap { log, sequence in
            guard let row = try logNumber(log), let chunk = try heldChunk(of: row, at: sequence) else { return nil }
            return try packed(chunk).changes[chunk.index(of: sequence)].time
        }.max()
    }
}

extension StoreWriting {
    /// Notes what came or went.
    package func noteExchange(
        time: Int64, isIncoming: Bool, peer: String, bundle: [UInt8], summary: String
    ) throws {
        try run(
            "INSERT INTO exchange (time, direction, peer, bundle, summary) VALUES (?, ?, ?, ?, ?)",
            [time, isIncoming ? "in" : "out", peer, Data(bundle), summary])
    }

    /// Notes how far a device's clock is from ours, in milliseconds. For display only.
    package func noteClock(of replica: ReplicaID, offset: Int64) throws {
        try run("UPDATE replica SET clock_offset = ? WHERE key = ?", [offset, Data(replica.bytes)])
    }

    /// Forgets that a device's clock was ahead of ours; one that is behind stays so.
    package func noteClockIsNotFast(of replica: ReplicaID) throws {
        try run("UPDATE replica SET clock_offset = 0 WHERE key = ? AND clock_offset > 0", [Data(replica.bytes)])
    }
}
