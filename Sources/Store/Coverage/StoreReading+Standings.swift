package import Causality
import Foundation
import GRDB

/// How far one log is held here, with the label of its replica.
package struct StoredLogStanding: Sendable {
    package let log: LogID
    package let label: String
    package let held: UInt64
    package let applied: UInt64
    /// The last change that counts, once the log was cut.
    package let cut: UInt64?
}

/// Whom to call at a station, as its own record says.
package struct StationContact: Sendable {
    package let lead: String?
    package let phone: String?

    package init(lead: String?, phone: String?) {
        self.lead = lead
        self.phone = phone
    }
}

extension StoreReading {
    /// The logs of the nodes' records, or of all places; what places publish is left out.
    package func logStandings(of nodes: Set<UInt64>?) throws -> [StoredLogStanding] {
        try rows(Self.logColumns + " WHERE place.notices = 0 ORDER BY replica.label, log.id").compactMap { row in
            let log = try Self.logRow(row)
            guard nodes?.contains(log.name.place.node) ?? true else { return nil }
            return StoredLogStanding(
                log: log.name, label: try label(log.name.replica) ?? "?", held: log.held, applied: log.applied,
                cut: log.cut)
        }
    }

    /// By node; the newest record of a station counts.
    package func stationContacts() throws -> [UInt64: StationContact] {
        var contacts: [UInt64: StationContact] = [:]
        guard let form = try formHistories().first(where: { $0.name == "station" }) else { return contacts }
        for row in try rows(
            """
            \(FormView.with(form))
            SELECT place.node, CAST(lead AS TEXT), CAST(phone AS TEXT) FROM form_station
            JOIN place ON place.id = _place ORDER BY date, _record
            """)
        {
            contacts[try row.readNode(0)] = StationContact(
                lead: try row.readOptional(1), phone: try row.readOptional(2))
        }
        return contacts
    }
}

extension StoreReading {
    /// What every replica is called here.
    package func replicaLabels() throws -> [ReplicaID: String] {
        Dictionary(
            try rows("SELECT key, label FROM replica").map { (try $0.readReplica(0), try $0.read(1)) },
            uniquingKeysWith: { first, _ in first })
    }
}

extension StoreReading {
    /// The size of a blob that is held here; nil where it is still elsewhere.
    package func heldBlobBytes(_ digest: [UInt8]) throws -> Int64? {
        try integer("SELECT length(content) FROM blob WHERE digest = ? AND content IS NOT NULL", [Data(digest)])
    }
}
