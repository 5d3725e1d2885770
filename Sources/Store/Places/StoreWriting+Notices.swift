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
        var (hasMembers, hasForms) = (false, false)
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
                hasMembers = true
            case .cut:
                if let key = fields.bytes("key"), let replica = ReplicaID(exactly: key) { try applyCuts(of: replica) }
                members = nil
            case .form:
                try applyForm(fields)
                hasForms = true
            case .network: try applyNetwork(fields)
            case nil: break
            }
        }
        if hasMembers {
            try enrolHeirsAtRoot()
            try nameReplicas(by: members?.notices ?? memberNotices())
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
        /// By the device's key.
        let notices: [String: [MemberNotice]]
    }

    private func readMembers() throws -> Members? {
        try bytes(.rootCertificate).map {
            Members(root: try RootCertificate(der: $0), notices: try memberNotices())
        }
    }

    /// Follows the word on a device that counts, which need not be the notice that just came: who it is, and how it
    /// stands.
    ///
    /// - Returns: the places where the device has logs.
    private func applyMember(_ came: NoticeFields, among members: Members) throws -> [Int64] {
        guard let key = came.text("key"),
            case let notices = try memberNotices(key: key, rows: members.notices[key]?.map(\.row) ?? []),
            let counting = notices.first, let standing = standing(toldBy: notices)
        else { return [] }
        let fields = NoticeFields(counting.fields)
        guard let encoded = fields.bytes("identity"), let label = fields.text("label") else { return [] }
        let member = try Identity(encoded: encoded).verified(against: members.root)
        let row = try note(member, identity: encoded, label: label, standing: standing)
        knownNodesToldApart = nil
        try follow(encoded, of: member, row: row)
        try setStanding(standing, label: nil, row: row)
        // Cuts may have come before the device was heard of.
        try applyCuts(of: member.replica)
        if standing.isEnded { try cutUnheardLogs(ofReplica: row) }
        let places = try Int64.fetchAll(db, sql: "SELECT place FROM log WHERE replica = ?", arguments: [row])
        for place in places { try applyHeld(placeRow: place) }
        if standing == .revoked {
            for place in try places.compactMap({ try self.place(row: $0) }) { try forgetUnnamedFiles(of: place) }
        }
        return places
    }

    /// How a device stands by all notices on it, the one that counts first.
    ///
    /// One device of the host may have refused it where another had let it in. What that one let count others have built
    /// on, so then it was let in, and revoked.
    private func standing(toldBy notices: [StoredRecord]) -> Standing? {
        let all = notices.map { NoticeFields($0.fields) }
        guard let told = all.first?.text("standing").flatMap(Standing.init(rawValue:)), told == told.told else {
            return nil
        }
        return told == .revoked && all.allSatisfy { $0.integer("refused") == 1 } ? .refused : told
    }

    /// Keeps a form as it was published. Where two devices of the host that had not met published one version each in
    /// its own way, the notice with the smaller name is followed everywhere, whichever came first.
    private func applyForm(_ came: NoticeFields) throws {
        guard let name = came.text("name"), let version = came.text("version"), let place = try noticesRow() else {
            return
        }
        let published = try rows(
            """
            SELECT id FROM record WHERE form = ? AND place = ? AND deleted = 0
                AND json_extract(fields, '$.name') = ? AND json_extract(fields, '$.version') = ?
            """, [Notice.form.rawValue, place, name, version]
        ).compactMap { try record(row: try $0.read(0)) }
        guard let fields = published.min(by: { $0.name < $1.name }).map({ NoticeFields($0.fields) }),
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
