/// The tree district / town / station, and the one rule for who holds what.
///
/// A device holds its own place, everything below it, and the notices of the places above it. It writes at its own
/// place and below; a place's notices are written by that place's own devices only.
///
/// A node may be moved under another one. Whoever stood above it before gets nothing new of it and begins nothing there,
/// but what they wrote there counts for good, whenever it comes, and what they hold of it they hand on.
public struct PlaceTree: Hashable, Sendable {
    /// How deep a tree may be; a longer chain of parents counts as broken.
    public static let depthMax = 16

    private var parents: [UInt64: UInt64]
    private var formerParents: [UInt64: Set<UInt64>]
    private var nodes: Set<UInt64>

    public init() {
        parents = [:]
        formerParents = [:]
        nodes = []
    }

    /// - Parameter former: the nodes under which it stood before.
    public mutating func add(_ node: UInt64, under parent: UInt64?, formerly former: Set<UInt64> = []) {
        nodes.insert(node)
        parents[node] = parent
        formerParents[node] = former.isEmpty ? nil : former
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

    /// Whether `node` is `ancestor` or lies below it, or did, or stood below what was below it, whenever that was.
    public func wasNode(_ node: UInt64, within ancestor: UInt64) -> Bool {
        guard nodes.contains(node) else { return false }
        let path = path(from: node)
        if path.contains(ancestor) { return true }
        return path.contains { formerParents[$0] != nil } && everAbove(node).contains(ancestor)
    }

    /// The node itself and all that stand above it or ever did.
    private func everAbove(_ node: UInt64) -> Set<UInt64> {
        var found: Set<UInt64> = [node]
        var next = [node]
        while let node = next.popLast() {
            let above = (formerParents[node] ?? []).union(parents[node].map { [$0] } ?? [])
            for parent in above where found.insert(parent).inserted { next.append(parent) }
        }
        return found
    }

    /// Whether a device that stands at `node` may hold a place.
    public func mayHold(_ place: PlaceID, at node: UInt64) -> Bool {
        isNode(place.node, within: node) || (place.isNotices && isNode(node, within: place.node))
    }

    /// Whether a device that stands at `node` may hold a place, or might hold what was below it then.
    public func mayHaveHeld(_ place: PlaceID, at node: UInt64) -> Bool {
        mayHold(place, at: node) || wasNode(place.node, within: node)
    }

    /// Whether a device that stands at `node` may begin to write at a place.
    public func mayWrite(_ place: PlaceID, from node: UInt64) -> Bool {
        place.isNotices ? place.node == node : isNode(place.node, within: node)
    }

    /// Whether what a device that stands at `node` wrote at a place counts: it may write there, or might once.
    ///
    /// It may have written before it heard that the place was moved, and nobody can tell when that was. So this only ever
    /// comes to hold of more writers, and what is taken in does not depend on what arrived first.
    public func mayHaveWritten(_ place: PlaceID, from node: UInt64) -> Bool {
        place.isNotices ? place.node == node : wasNode(place.node, within: node)
    }

    /// All places that a device at `node` may hold, ascending.
    public func places(heldAt node: UInt64) -> [PlaceID] {
        places(below: nodes.filter { isNode($0, within: node) }, above: node)
    }

    /// All places that a device at `node` may hold, and those it held before they were moved, ascending.
    public func places(everHeldAt node: UInt64) -> [PlaceID] {
        places(below: nodes.filter { wasNode($0, within: node) }, above: node)
    }

    private func places(below: Set<UInt64>, above node: UInt64) -> [PlaceID] {
        let notices = path(from: node).dropFirst().map { PlaceID(node: $0, isNotices: true) }
        return (below.flatMap { [PlaceID(node: $0), PlaceID(node: $0, isNotices: true)] } + notices).sorted()
    }
}
