/// The tree district / town / station, and the one rule for who holds what.
///
/// A device holds its own place, everything below it, and the notices of the places above it. It writes at its own
/// place and below; a place's notices are written by that place's own devices only.
public struct PlaceTree: Hashable, Sendable {
    /// How deep a tree may be; a longer chain of parents counts as broken.
    public static let depthMax = 16

    private var parents: [UInt64: UInt64]
    private var nodes: Set<UInt64>

    public init() {
        parents = [:]
        nodes = []
    }

    public mutating func add(_ node: UInt64, under parent: UInt64?) {
        nodes.insert(node)
        parents[node] = parent
    }

    public var allNodes: Set<UInt64> { nodes }

    public func contains(_ node: UInt64) -> Bool {
        nodes.contains(node)
    }

    public func parent(of node: UInt64) -> UInt64? {
        parents[node]
    }

    /// From the node itself up to the root.
    public func path(from node: UInt64) -> [UInt64] {
        var path = [node]
        while let parent = parents[path[path.count - 1]], path.count < PlaceTree.depthMax { path.append(parent) }
        return path
    }

    /// Whether `node` is `ancestor` or lies below it.
    public func isNode(_ node: UInt64, within ancestor: UInt64) -> Bool {
        nodes.contains(node) && path(from: node).contains(ancestor)
    }

    /// Whether a device that stands at `node` may hold a place.
    public func mayHold(_ place: PlaceID, at node: UInt64) -> Bool {
        isNode(place.node, within: node) || (place.isNotices && isNode(node, within: place.node))
    }

    /// Whether a device that stands at `node` may write at a place.
    public func mayWrite(_ place: PlaceID, from node: UInt64) -> Bool {
        place.isNotices ? place.node == node : isNode(place.node, within: node)
    }

    /// All places that a device at `node` may hold, ascending.
    public func places(heldAt node: UInt64) -> [PlaceID] {
        let below = nodes.filter { isNode($0, within: node) }.flatMap { id in
            [PlaceID(node: id), PlaceID(node: id, isNotices: true)]
        }
        let above = path(from: node).dropFirst().map { PlaceID(node: $0, isNotices: true) }
        return (below + above).sorted()
    }
}
