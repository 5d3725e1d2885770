import Bundles
package import Causality
import Foundation
import GRDB

/// A log as the store keeps it.
struct LogRow {
    let id: Int64
    let name: LogID
    let replicaRow: Int64
    let placeRow: Int64
    /// Verified, contiguous, stored.
    var held: UInt64
    /// Merged into the records.
    var applied: UInt64
    /// The chain hash at `held`.
    var chain: ChainHash
    /// The last change that counts, once the log was cut.
    var cut: UInt64?
    /// How the host's word on its device stands.
    var standing: Standing

    /// Whether its changes are applied as they come. Of others those are that somebody who is heard has seen.
    var isHeard: Bool { standing != .waiting }

    /// Whether what lies beyond its cut may still come to count: of a device that was retired, until it is revoked.
    var mayCountLater: Bool { standing != .revoked && standing != .refused }

    /// How far the files that its changes name are sought and kept: what does not count yet may be all there is of them,
    /// but whoever has a stolen device must not fill the disks of others.
    var filesKeptThrough: UInt64 { mayCountLater ? applied : min(applied, cut ?? .max) }
}

/// The logs that a transaction has met, by row and by name.
struct LogCache {
    var byRow: [Int64: LogRow] = [:]
    /// Those whose row has to be written anew.
    var changed: Set<Int64> = []
    var rows: [LogID: Int64] = [:]
    var places: [PlaceID: Int64] = [:]
    /// What changes take that were put aside; nil before it was asked for.
    var parkedBytes: [ParkedShare: Int64]?
}

extension StoreReading {
    static let logColumns = """
        SELECT log.id, log.replica, log.place, log.held, log.applied, log.chain, log.cut,
            replica.key, replica.standing, place.node, place.notices
        FROM log JOIN replica ON replica.id = log.replica JOIN place ON place.id = log.place
        """

    static func logRow(_ row: Row) throws -> LogRow {
        LogRow(
            id: try row.read(0),
            name: LogID(replica: try row.readReplica(7), place: try row.readPlace(node: 9, notices: 10)),
            replicaRow: try row.read(1), placeRow: try row.read(2),
            held: try row.readSequence(3), applied: try row.readSequence(4), chain: try row.readChainHash(5),
            cut: try row.readOptionalSequence(6),
            standing: Standing(rawValue: try row.read(8)) ?? .waiting)
    }

    func placeRow(_ place: PlaceID) throws -> Int64? {
        try integer("SELECT id FROM place WHERE node = ? AND notices = ?", [place.nodeText, place.isNotices])
    }

    func place(row: Int64) throws -> PlaceID? {
        if let known = placeNames[row] { return known }
        guard let stored = try self.row("SELECT node, notices FROM place WHERE id = ?", [row]) else { return nil }
        let place = try stored.readPlace(node: 0, notices: 1)
        placeNames[row] = place
        return place
    }

    /// The row of a log; nil where nothing of it was ever heard.
    func logNumber(_ name: LogID) throws -> Int64? {
        guard let place = try placeRow(name.place), let replica = try replicaRow(name.replica) else { return nil }
        return try integer("SELECT id FROM log WHERE place = ? AND replica = ?", [place, replica])
    }

    /// Every log of the given places.
    func logRows(of places: [PlaceID]) throws -> [LogRow] {
        try places.flatMap { place in
            try rows(
                Self.logColumns + " WHERE place.node = ? AND place.notices = ? ORDER BY log.id",
                [place.nodeText, place.isNotices]
            ).map { try Self.logRow($0) }
        }
    }
}

extension PlaceID {
    /// The node as the `place` and `node` tables write it.
    package var nodeText: String { records.description }
}

extension StoreWriting {
    /// The row of a place, made if it is new here.
    func ensurePlace(_ place: PlaceID) throws -> Int64 {
        if let known = logs.places[place] { return known }
        let row: Int64
        if let stored = try placeRow(place) {
            row = stored
        } else {
            try run(
                "INSERT INTO place (node, notices, digest) VALUES (?, ?, ?)",
                [place.nodeText, place.isNotices, Data(count: 32)])
            row = db.lastInsertedRowID
        }
        logs.places[place] = row
        return row
    }

    func log(row: Int64) throws -> LogRow {
        if let known = logs.byRow[row] { return known }
        guard let stored = try self.row(Self.logColumns + " WHERE log.id = ?", [row]) else {
            throw StoreError.unknown(what: "log \(row)")
        }
        let log = try Self.logRow(stored)
        logs.byRow[row] = log
        logs.rows[log.name] = row
        return log
    }

    /// The log of that name; nil where nothing of it was ever heard.
    func log(_ name: LogID) throws -> LogRow? {
        if let row = logs.rows[name] { return try log(row: row) }
        return try logNumber(name).map { try log(row: $0) }
    }

    /// The log of that name, begun if it is new here.
    ///
    /// - Parameter start: the chain hash before its first change.
    func ensureLog(_ name: LogID, start: () -> ChainHash) throws -> LogRow {
        if let known = try log(name) { return known }
        guard let replica = try replicaRow(name.replica) else {
            throw StoreError.unknown(what: "replica \(name.replica)")
        }
        // A replica that was ended before this log was heard of has no change here that counts.
        let isEnded = try standing(ofReplica: replica).isEnded
        try run(
            "INSERT INTO log (replica, place, chain, cut) VALUES (?, ?, ?, ?)",
            [replica, try ensurePlace(name.place), Data(start().bytes), isEnded ? 0 : nil])
        return try log(row: db.lastInsertedRowID)
    }

    /// Follows a log in memory; its row is written when somebody asks for it.
    func note(_ log: LogRow) {
        logs.byRow[log.id] = log
        logs.changed.insert(log.id)
    }

    /// Writes the logs that moved.
    func writeLogs() throws {
        guard !logs.changed.isEmpty else { return }
        let moved = logs.changed.sorted().compactMap { logs.byRow[$0] }
        logs.changed = []
        // What was applied further is stopped no more.
        let statement = try RawStatement(
            """
            UPDATE log SET stopped = iif(applied < ?2, NULL, stopped), held = ?1, applied = ?2, chain = ?3
            WHERE id = ?4
            """, db: db)
        for log in moved {
            statement.bind(Int64(log.held), at: 1)
            statement.bind(Int64(log.applied), at: 2)
            try log.chain.bytes.withUnsafeBytes { chain in
                statement.bind(blob: chain, at: 3)
                statement.bind(log.id, at: 4)
                try statement.run()
            }
        }
    }

    /// Forgets what was remembered of logs and standing; the next question reads it anew.
    func forgetLogs() throws {
        try settle()
        logs = LogCache()
        lastSeen = [:]
        vectorVersions = vectorVersions.mapValues { $0 + 1 }
    }
}

extension StoreReading {
    package func replicaRow(_ replica: ReplicaID) throws -> Int64? {
        try integer("SELECT id FROM replica WHERE key = ?", [Data(replica.bytes)])
    }
}
