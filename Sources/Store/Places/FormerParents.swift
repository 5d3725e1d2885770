import Causality
package import FieldRecords
import GRDB

/// What a notice on a node tells of where the node stood before.
package enum FormerParents {
    package static let field = "former_parents"

    /// - Returns: ``FieldValue/empty`` where it was never moved.
    package static func value(_ nodes: Set<UInt64>) -> FieldValue {
        nodes.isEmpty ? .empty : .text(nodes.sorted().map { PlaceID(node: $0).nodeText }.joined(separator: " "))
    }

    fileprivate static func nodes(in value: FieldValue) -> [UInt64] {
        guard case .text(let text) = value else { return [] }
        return text.split(separator: " ").compactMap { PlaceID(String($0)) }.filter { !$0.isNotices }.map(\.node)
    }
}

extension StoreReading {
    /// For each node that was moved all nodes that it ever stood under.
    ///
    /// It follows from the notices alone, so it is the same wherever they are.
    func formerParents() throws -> [UInt64: Set<UInt64>] {
        guard let place = try noticesRow() else { return [:] }
        var former: [UInt64: Set<UInt64>] = [:]
        let moved = try rows(
            """
            SELECT id FROM record WHERE form = ? AND place = ? AND deleted = 0
                AND (conflicts IS NOT NULL OR instr(fields, '"\(FormerParents.field)"') > 0)
            """, [Notice.node.rawValue, place])
        for row in moved {
            guard let notice = try record(row: try row.read(0)),
                let node = FormerParents.nodes(in: notice.fields["node"] ?? .empty).first
            else { continue }
            former[node, default: []].formUnion(try everyParent(toldBy: notice))
        }
        return former
    }

    /// All nodes that the notice on a node tells it stood under, now or before.
    ///
    /// Two devices of the district may have moved it apart. What one of them told does not show then, but others have
    /// followed it meanwhile, so all that stands counts.
    package func everyParent(toldBy notice: StoredRecord) throws -> Set<UInt64> {
        var parents: Set<UInt64> = []
        for field in ["parent", FormerParents.field] {
            let values =
                notice.conflicts.contains(field)
                ? try standingWrites(of: field, in: notice.row).map(\.value) : [notice.fields[field] ?? .empty]
            for value in values { parents.formUnion(FormerParents.nodes(in: value)) }
        }
        return parents
    }
}
