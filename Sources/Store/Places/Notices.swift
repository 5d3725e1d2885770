package import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

/// What the district publishes to all devices, as records in its notices.
///
/// They merge like any record; what they mean is read from them whenever one changed. Their names begin with `_`, so
/// that no form of a person can be taken for one.
package enum Notice: String, CaseIterable, Sendable {
    /// A node of the tree: `node`, `parent`, `kind`, `name`, `code`, `closed`; of one that was moved also
    /// `former_parents`, the nodes it stood under before, as `node` names them, with spaces between.
    case node = "_node"
    /// The host's word on a device: `key`, `label`, `identity`, `standing`, and `refused`, 1 where the host revoked it
    /// without ever having enrolled it.
    case member = "_member"
    /// The last change that counts of a log: `key`, `place`, `sequence`, `chain`.
    case cut = "_cut"
    /// A form: `name`, `version`, `definition`.
    case form = "_form"
    /// What the network is called and how it counts days: `name`, `utc_offset_minutes`, `open`.
    case network = "_network"

    /// What the device that made the network calls itself, and no other is called that the host invites.
    package static let founderLabel = "host"
}

/// How the host's word on a device stands.
package enum Standing: String, Sendable {
    /// The host has not spoken: the device's logs are held and fold to nothing.
    case waiting
    case enrolled
    case revoked
    case retired
    /// It went on under another identity.
    case superseded
    /// The host has revoked it and never enrolled it: nothing that it ever writes counts. Notices tell it by `refused`.
    case refused

    /// Whether the host has cut its logs: what it writes from then on counts for nothing.
    package var isEnded: Bool { self == .revoked || self == .retired || self == .refused }

    /// Whether the host let it in, whatever became of it since: of who was never let in nothing counts.
    package var wasAdmitted: Bool { self != .waiting && self != .refused }

    /// The same as notices, and people, name it.
    package var told: Standing { self == .refused ? .revoked : self }
}

/// A notice on a device, read no further than to tell which device it names, and what it calls it.
struct MemberNotice {
    let row: Int64
    /// By the host that began it.
    let name: RecordID
    let label: String?
}

extension StoreReading {
    /// The notices on one device, the one that counts first.
    ///
    /// There are several where a host was restored and gave its word again, not knowing that it had given it before.
    /// Whichever came first, a revocation counts before all else; then the word of the later identity of the host; so
    /// everybody follows the same.
    ///
    /// - Parameter key: the device's key in Base64.
    package func memberNotices(key: String) throws -> [StoredRecord] {
        try ranked(try notices(.member, where: "key", is: key))
    }

    /// All notices on devices by the key that each names: whoever asks for many reads them once.
    func memberNotices() throws -> [String: [MemberNotice]] {
        guard let place = try noticesRow() else { return [:] }
        return try rows(
            """
            SELECT record.id, key, number,
                CAST(json_extract(fields, '$.key') AS TEXT), CAST(json_extract(fields, '$.label') AS TEXT)
            FROM record JOIN replica ON replica.id = record.replica
            WHERE form = ? AND place = ? AND deleted = 0 AND json_extract(fields, '$.key') IS NOT NULL
            ORDER BY record.id
            """, [Notice.member.rawValue, place]
        ).reduce(into: [:]) { notices, row in
            let name = RecordID(replica: try row.readReplica(1), number: try row.readSequence(2))
            let notice = MemberNotice(row: try row.read(0), name: name, label: try row.readOptional(4))
            notices[try row.read(3) as String, default: []].append(notice)
        }
    }

    /// The same as ``memberNotices(key:)`` of those rows.
    func memberNotices(key: String, rows: [Int64]) throws -> [StoredRecord] {
        try ranked(try rows.compactMap { try record(row: $0) }.filter { $0.fields["key"] == .text(key) })
    }

    private func ranked(_ notices: [StoredRecord]) throws -> [StoredRecord] {
        guard notices.count > 1 else { return notices }
        let ranked = try notices.map { notice in
            let isRevocation = notice.fields["standing"] == .text(Standing.revoked.rawValue)
            return (notice, isRevocation ? 1 : 0, try succession(before: notice.name.replica))
        }
        return ranked.sorted { ($0.1, $0.2, $0.0.name) > ($1.1, $1.2, $1.0.name) }.map(\.0)
    }

    /// The first changes in which the notices tell of a device: whoever holds one of them could hear of it.
    package func tellings(ofMember replica: ReplicaID) throws -> [Dot<LogID>] {
        let key = Data(replica.bytes).base64EncodedString()
        return try memberNotices(key: key).compactMap { notice in
            let dots = try storedRecord(notice.row)?.dots().map { dot in
                Dot(log: try logName(row: dot.log), sequence: dot.sequence)
            }
            return dots?.filter { $0.log.replica == notice.name.replica }.min { $0.sequence < $1.sequence }
        }
    }

    /// How many identities a device had before one.
    func succession(before replica: ReplicaID) throws -> Int {
        try storedReplica(replica).map { try Identity(encoded: $0.identity).successions.count } ?? 0
    }
}
