package import Causality
import GRDB

/// One line of what came and went.
package struct StoredExchange: Sendable {
    /// Milliseconds since 1970.
    package let time: Int64
    /// The label of the other device when it was noted.
    package let peer: String
    /// JSON.
    package let summary: String
}

extension StoreReading {
    /// The last sessions, newest first.
    package func sessions(limit: Int) throws -> [StoredExchange] {
        try rows(
            "SELECT time, peer, summary FROM exchange WHERE direction = 'session' ORDER BY id DESC LIMIT ?", [limit]
        ).map { StoredExchange(time: try $0.read(0), peer: try $0.read(1), summary: try $0.read(2)) }
    }

    /// When each device was last heard in a session or by a bundle, by its label; milliseconds since 1970.
    ///
    /// - Parameter latest: what was noted later, by a clock that was ahead, is left out.
    func lastHeard(until latest: Int64) throws -> [String: Int64] {
        try rows(
            "SELECT peer, max(time) FROM exchange WHERE direction IN ('session', 'in') AND time <= ? GROUP BY peer",
            [latest]
        ).reduce(into: [:]) { $0[try $1.read(0)] = try $1.read(1) as Int64 }
    }

    /// Whether a log has two histories here.
    package func isForked(_ log: LogID) throws -> Bool {
        guard let row = try logNumber(log) else { return false }
        return try integer("SELECT 1 FROM fork WHERE log = ? LIMIT 1", [row]) != nil
    }
}

extension StoreWriting {
    /// The most sessions that are kept.
    private static let sessionsMax: Int64 = 100_000

    /// Notes a session. Of those with one peer in which nothing was new only the last is kept.
    package func noteSession(time: Int64, peer: String, summary: String, isNews: Bool) throws {
        if !isNews {
            try run(
                "DELETE FROM exchange WHERE id = (SELECT max(id) FROM exchange WHERE direction = 'session' AND peer = ?)"
                    + " AND summary = ?", [peer, summary])
        }
        try run(
            "INSERT INTO exchange (time, direction, peer, summary) VALUES (?, 'session', ?, ?)",
            [time, peer, summary])
        try run(
            "DELETE FROM exchange WHERE direction = 'session' AND id <= ?", [db.lastInsertedRowID - Self.sessionsMax])
    }
}
