package import Causality
import GRDB

/// A node of the tree as the store knows it.
package struct StoredNode: Hashable, Sendable {
    package let id: UInt64
    package let parent: UInt64?
    /// `district`, `town`, `station`.
    package let kind: String
    package let name: String
    package let code: String
    package let isClosed: Bool

    package init(id: UInt64, parent: UInt64?, kind: String, name: String, code: String, isClosed: Bool) {
        self.id = id
        self.parent = parent
        self.kind = kind
        self.name = name
        self.code = code
        self.isClosed = isClosed
    }
}

extension StoreReading {
    package func nodes() throws -> [StoredNode] {
        try rows("SELECT id, parent, kind, name, code, closed FROM node ORDER BY code, name, id").map { row in
            StoredNode(
                id: try row.readNode(0),
                parent: row.hasNull(atIndex: 1) ? nil : try row.readNode(1),
                kind: try row.read(2), name: try row.read(3), code: try row.read(4), isClosed: try row.read(5))
        }
    }

    /// The tree as it is now, and what it was; read once, until a notice changes it.
    package func tree() throws -> PlaceTree {
        if let knownTree { return knownTree }
        let former = try formerParents()
        var tree = PlaceTree()
        for node in try nodes() { tree.add(node.id, under: node.parent, formerly: former[node.id] ?? []) }
        knownTree = tree
        return tree
    }
}

extension StoreWriting {
    /// Notes a node, as an invitation or a notice tells it.
    package func note(_ node: StoredNode) throws {
        try run(
            """
            INSERT INTO node (id, parent, kind, name, code, closed) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, kind = excluded.kind, name = excluded.name,
                code = excluded.code, closed = excluded.closed
            """,
            [
                PlaceID(node: node.id).nodeText, node.parent.map { PlaceID(node: $0).nodeText }, node.kind, node.name,
                node.code, node.isClosed,
            ])
        knownTree = nil
        _ = try ensurePlace(PlaceID(node: node.id))
        _ = try ensurePlace(PlaceID(node: node.id, isNotices: true))
    }
}
