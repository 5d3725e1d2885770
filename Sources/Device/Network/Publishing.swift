import Causality
import FieldRecords
import Foundation
import Membership
import Store

extension StoreWriting {
    /// Publishes a notice of the district, or a new state of one.
    ///
    /// - Parameters:
    ///   - row: the notice to change; nil to begin one.
    ///   - wall: the wall clock, in milliseconds since 1970.
    func publish(
        _ notice: Notice, _ fields: [String: FieldValue], replacing row: StoredRecord? = nil, own: Own, wall: Int64
    ) throws {
        let place = PlaceID(node: own.rootNode, isNotices: true)
        let author = try text(.author) ?? ""
        let writing: Change.Writing
        let action: Change.Action
        if let row {
            let changed = fields.filter { row.fields[$0.key] != ($0.value == .empty ? nil : $0.value) }
            guard !changed.isEmpty else { return }
            writing = Change.Writing(patch: Patch(changed))
            action = .edit(row.name, writing)
        } else {
            writing = Change.Writing(patch: Patch(fields))
            action = .begin(
                RecordID(replica: own.replica.replica, number: try nextNoticeNumber()),
                FormReference(name: notice.rawValue, version: "1"), writing)
        }
        try append(action, at: place, author: author, time: try tick(wall: wall), writer: own.writer)
    }

    /// Publishes a node of the tree, and notes it here at once. Where it stood before stays told, so that what was
    /// written from there counts for good.
    func publishNode(_ node: StoredNode, own: Own, wall: Int64) throws {
        let text = PlaceID(node: node.id).nodeText
        let known = try notices(.node, where: "node", is: text).first
        var fields: [String: FieldValue] = [
            "node": .text(text), "parent": node.parent.map { .text(PlaceID(node: $0).nodeText) } ?? .empty,
            "kind": .text(node.kind), "name": .text(node.name), "code": .text(node.code),
            "closed": .integer(node.isClosed ? 1 : 0),
        ]
        if let known {
            let former = try everyParent(toldBy: known).filter { $0 != node.parent }
            fields[FormerParents.field] = FormerParents.value(former)
        }
        try publish(.node, fields, replacing: known, own: own, wall: wall)
        try note(node)
    }

    /// Publishes the host's word on a device, and follows it here at once.
    func publishMember(row: Int64, label: String, standing: Standing, own: Own, wall: Int64) throws {
        guard let replica = try storedReplica(row: row) else { throw StoreError.unknown(what: "replica") }
        let key = Data(replica.replica.bytes).base64EncodedString()
        var fields: [String: FieldValue] = [
            "key": .text(key), "label": .text(label),
            "identity": .text(Data(replica.identity).base64EncodedString()), "standing": .text(standing.told.rawValue),
        ]
        if standing == .refused { fields["refused"] = .integer(1) }
        let known = try memberNotices(key: key)
        if known.isEmpty { try publish(.member, fields, own: own, wall: wall) }
        // Where the word was given twice both are told, so that they say the same from now on. Who the device is stays
        // as each tells it: others have heard it by that.
        for notice in known {
            let changed = fields.filter { $0.key != "identity" }
            try publish(.member, changed, replacing: notice, own: own, wall: wall)
        }
        try setStanding(standing, label: label, row: row)
    }
}
