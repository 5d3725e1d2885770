import Causality
import FieldRecords
import GRDB

extension StoreWriting {
    /// Takes what changed in the root's notices to heart: the tree, who is heard, cuts, forms.
    ///
    /// All of it follows from the notices that stand, whichever came first. What one had said that stands no longer, for
    /// its author was cut off before it, is taken back.
    ///
    /// What one notice says may let changes be applied that waited, and those may be notices again; the caller goes
    /// round until nothing changes.
    func applyNotices(_ rows: Set<Int64>) throws {
        guard !rows.isEmpty, let placeRow = try noticesRow() else { return }
        var members: Members?
        var (hasMembers, hasForms, hasWordsOnDistrict) = (false, false, false)
        for row in rows.sorted() {
            guard let record = try storedRecord(row), record.key.placeRow == placeRow,
                let said = try said(by: record)
            else { continue }
            let fields = said.fields
            switch said.notice {
            case .node: try applyNode(fields, stands: said.stands)
            case .member:
                guard let key = fields.text("key"), let read = try members ?? readMembers() else { continue }
                // Who writes notices may have brought more of them.
                let places = try applyMember(key, among: read, mayHaveCounted: said.mayHaveCounted)
                members = places.contains(placeRow) ? nil : read
                hasMembers = true
                hasWordsOnDistrict = try hasWordsOnDistrict || concernsDistrict(fields)
            case .cut:
                if let key = fields.bytes("key"), let replica = ReplicaID(exactly: key) { try applyCuts(of: replica) }
                members = nil
                hasWordsOnDistrict = try hasWordsOnDistrict || concernsDistrict(fields)
            case .form:
                try applyForm(fields)
                hasForms = true
            case .network: if said.stands { try applyNetwork(fields) }
            }
        }
        if hasMembers { try enrolHeirsAtRoot() }
        if hasWordsOnDistrict { try applyAuthority() }
        if hasMembers { try nameReplicas(by: members?.notices ?? memberNotices()) }
        if hasForms { try keepFormViews() }
    }

    /// What a record of the notices says, or would say if it stood; nil where it says nothing that is known here.
    func said(by record: WorkingRecord) throws -> SaidNotice? {
        if let form = record.form {
            guard let notice = Notice(rawValue: form.name) else { return nil }
            let fields = NoticeFields(try record.fields(fieldNames))
            return SaidNotice(notice: notice, fields: fields, stands: !record.isDeleted, mayHaveCounted: true)
        }
        for dot in try record.dots() {
            guard case .begin(let name, let form, let writing)? = try storedChange(dot)?.change.action,
                let notice = Notice(rawValue: form.name)
            else { continue }
            let log = try log(row: dot.log)
            guard log.name.replica == name.replica else { continue }
            let fields = Dictionary(writing.patch.entries.map { ($0.name, $0.value) }) { one, _ in one }
            return SaidNotice(
                notice: notice, fields: NoticeFields(fields), stands: false, mayHaveCounted: log.isHeard)
        }
        return nil
    }

    /// Whether a notice is on one of the district's own devices, which write notices themselves.
    private func concernsDistrict(_ fields: NoticeFields) throws -> Bool {
        guard let replica = fields.bytes("key").flatMap({ ReplicaID(exactly: $0) }) else { return false }
        return try storedReplica(replica).map { try PlaceID(node: $0.node).nodeText == text(.rootNode) } ?? false
    }

    private func applyNode(_ came: NoticeFields, stands: Bool) throws {
        guard let id = came.node("node") else { return }
        let others = stands ? [] : try notices(.node, where: "node", is: PlaceID(node: id).nodeText)
        let other = others.min { $0.name < $1.name }.map { NoticeFields($0.fields) }
        guard let fields = stands ? came : other else { return try forget(node: id) }
        guard let kind = fields.text("kind"), let name = fields.text("name") else { return }
        try note(
            StoredNode(
                id: id, parent: fields.node("parent"), kind: kind, name: name, code: fields.text("code") ?? "",
                isClosed: fields.integer("closed") == 1))
    }

    /// Forgets a node that no notice tells of any more. Where this device stands, and what lies above, its invitation
    /// told it too.
    private func forget(node id: UInt64) throws {
        guard let own = try number(.replica).flatMap({ try storedReplica(row: $0) }),
            try !tree().isNode(own.node, within: id)
        else { return }
        try run("DELETE FROM node WHERE id = ?", [PlaceID(node: id).nodeText])
        knownTree = nil
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
        guard let fields = published.min(by: { $0.name < $1.name }).map({ NoticeFields($0.fields) }) else {
            return try run("DELETE FROM form WHERE name = ? AND version = ?", [name, version])
        }
        guard let definition = fields.text("definition") else { return }
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

/// What a record of the notices says.
struct SaidNotice {
    let notice: Notice
    let fields: NoticeFields
    /// Whether it counts.
    let stands: Bool
    /// Whether it may ever have: not while its author waits to be let in.
    let mayHaveCounted: Bool
}
