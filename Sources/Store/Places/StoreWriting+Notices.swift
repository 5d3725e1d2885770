import Bundles
import Causality
import FieldRecords
import Foundation
import GRDB
import Membership

extension StoreWriting {
    /// Takes what changed in the root's notices to heart: the tree, who is heard, cuts, forms.
    ///
    /// What one notice says may let changes be applied that waited, and those may be notices again; the caller goes
    /// round until nothing changes.
    func applyNotices(_ rows: Set<Int64>) throws {
        guard let placeRow = try noticesRow() else { return }
        var members: Members?
        var hasForms = false
        for row in rows.sorted() {
            guard let record = try storedRecord(row), record.key.placeRow == placeRow, let form = record.form else {
                continue
            }
            let fields = NoticeFields(try record.fields(fieldNames))
            switch Notice(rawValue: form.name) {
            case .node: try applyNode(fields)
            case .member:
                guard let read = try members ?? readMembers() else { continue }
                // Who writes notices may have brought more of them.
                members = try applyMember(fields, among: read).contains(placeRow) ? nil : read
            case .cut:
                try applyCut(fields)
                members = nil
            case .form:
                try applyForm(fields)
                hasForms = true
            case .network: try applyNetwork(fields)
            case nil: break
            }
        }
        if hasForms { try keepFormViews() }
    }

    private func applyNode(_ fields: NoticeFields) throws {
        guard let id = fields.node("node"), let kind = fields.text("kind"), let name = fields.text("name") else {
            return
        }
        try note(
            StoredNode(
                id: id, parent: fields.node("parent"), kind: kind, name: name, code: fields.text("code") ?? "",
                isClosed: fields.integer("closed") == 1))
    }

    /// What all notices on devices are judged by, read once: hundreds may come together.
    private struct Members {
        let root: RootCertificate
        /// The rows of the notices by the device's key.
        let rows: [String: [Int64]]
    }

    private func readMembers() throws -> Members? {
        try bytes(.rootCertificate).map {
            Members(root: try RootCertificate(der: $0), rows: try memberNoticeRows())
        }
    }

    /// Follows the word on a device that counts, which need not be the notice that just came.
    ///
    /// - Returns: the places where the device has logs.
    private func applyMember(_ came: NoticeFields, among members: Members) throws -> [Int64] {
        guard let key = came.text("key"),
            let counting = try memberNotices(key: key, rows: members.rows[key] ?? []).first
        else { return [] }
        let fields = NoticeFields(counting.fields)
        guard let encoded = fields.bytes("identity"), let label = fields.text("label"),
            let standing = fields.text("standing").flatMap(Standing.init(rawValue:))
        else { return [] }
        let member = try Identity(encoded: encoded).verified(against: members.root)
        let row = try note(member, identity: encoded, label: label, standing: standing)
        try setStanding(standing, label: label, row: row)
        // Cuts may have come before the device was heard of.
        for cut in try notices(.cut) where cut.fields["key"] == fields.value("key") {
            try applyCut(NoticeFields(cut.fields))
        }
        if standing == .revoked { try cutUnheardLogs(ofReplica: row) }
        let places = try Int64.fetchAll(db, sql: "SELECT place FROM log WHERE replica = ?", arguments: [row])
        for place in places { try applyHeld(placeRow: place) }
        return places
    }

    /// Of a revoked device a log that the host's cuts do not name counts for nothing, as if it were heard of from now on.
    private func cutUnheardLogs(ofReplica row: Int64) throws {
        let logs = try Int64.fetchAll(db, sql: "SELECT id FROM log WHERE replica = ? AND cut IS NULL", arguments: [row])
        try run("UPDATE log SET cut = 0 WHERE replica = ? AND cut IS NULL", [row])
        try forgetLogs()
        for log in logs { try foldAnew(log: log, after: 0) }
    }

    private func applyCut(_ fields: NoticeFields) throws {
        guard let key = fields.bytes("key"), let replica = ReplicaID(exactly: key),
            let place = fields.text("place").flatMap({ PlaceID($0) }), let sequence = fields.integer("sequence"),
            let network = try text(.network).flatMap({ NetworkID(text: $0) }), try replicaRow(replica) != nil
        else { return }
        let name = LogID(replica: replica, place: place)
        let log = try ensureLog(name) { ChainHash.start(network: network, log: name) }
        let cut = UInt64(clamping: sequence)
        try run("UPDATE log SET cut = ? WHERE id = ?", [Int64(min(cut, Dot<Int64>.sequenceMax)), log.id])
        try forgetLogs()
        try foldAnew(log: log.id, after: min(cut, log.cut ?? .max))
    }

    private func applyForm(_ fields: NoticeFields) throws {
        guard let name = fields.text("name"), let version = fields.text("version"),
            let definition = fields.text("definition")
        else { return }
        try run(
            "INSERT OR REPLACE INTO form (name, version, definition, added) VALUES (?, ?, ?, ?)",
            [name, version, definition, fields.integer("added") ?? 0])
    }

    private func applyNetwork(_ fields: NoticeFields) throws {
        if let name = fields.text("name") { try set(.networkName, name) }
        if let minutes = fields.integer("utc_offset_minutes") { try set(.utcOffsetMinutes, minutes) }
        if let open = fields.integer("open") { try set(.isOpen, open) }
    }
}

/// The fields of a notice, by the types they are read as.
private struct NoticeFields {
    private let fields: [String: FieldValue]

    init(_ fields: [String: FieldValue]) {
        self.fields = fields
    }

    func value(_ name: String) -> FieldValue? { fields[name] }

    func text(_ name: String) -> String? {
        if case .text(let text)? = fields[name] { text } else { nil }
    }

    func integer(_ name: String) -> Int64? {
        if case .integer(let number)? = fields[name] { number } else { nil }
    }

    func node(_ name: String) -> UInt64? {
        text(name).flatMap { UInt64($0, radix: 16) }
    }

    func bytes(_ name: String) -> [UInt8]? {
        text(name).flatMap { Data(base64Encoded: $0) }.map { [UInt8]($0) }
    }
}
