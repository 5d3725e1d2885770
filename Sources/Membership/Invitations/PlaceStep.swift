package import Causality

/// One place on the way from the root to the place that an invitation is for.
package struct PlaceStep: Hashable, Sendable {
    /// What a place is in the tree.
    package enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
        case district, town, station
    }

    /// The node of the tree, of which the place of records is `PlaceID(node: node, isNotices: false)`.
    package let node: UInt64
    /// What people call it.
    package let name: String
    /// Its short code, `037`; empty where it has none.
    package let code: String
    package let kind: Kind

    package init(node: UInt64, name: String, code: String, kind: Kind) {
        self.node = node
        self.name = name
        self.code = code
        self.kind = kind
    }

    package var place: PlaceID { PlaceID(node: node, isNotices: false) }
}
