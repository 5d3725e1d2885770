import Causality
package import FieldRecords
package import Store

/// What a report is about: whose device answers, which place, which days.
package struct ReportScope: Sendable {
    /// The network's id, 64 hexadecimal digits.
    package let network: String
    package let networkName: String
    /// The label of the device that answers.
    package let device: String
    /// Where that device stands.
    package let ownNode: UInt64
    package let nodes: [StoredNode]
    /// The place reported on.
    package let place: StoredNode
    package let period: Period
    /// Now, in the network's offset from UTC.
    package let now: Moment
    /// Minutes east of UTC in which the network counts its days.
    package let utcOffsetMinutes: Int

    package init(
        network: String, networkName: String, device: String, ownNode: UInt64, nodes: [StoredNode], place: StoredNode,
        period: Period, now: Moment, utcOffsetMinutes: Int
    ) {
        self.network = network
        self.networkName = networkName
        self.device = device
        self.ownNode = ownNode
        self.nodes = nodes
        self.place = place
        self.period = period
        self.now = now
        self.utcOffsetMinutes = utcOffsetMinutes
    }

    var tree: PlaceTree {
        nodes.reduce(into: PlaceTree()) { $0.add($1.id, under: $1.parent) }
    }

    /// The nodes whose records count: the place and all below it; nil where those are all that the device knows.
    ///
    /// A town also holds what stations wrote that have moved elsewhere since. They count where they are.
    package var countedNodes: Set<UInt64>? {
        let tree = tree
        let counted = tree.allNodes.filter { tree.isNode($0, within: place.id) }
        return counted.count == tree.allNodes.count ? nil : counted
    }
}

extension ReportScope {
    /// Every node with the name of the town that it belongs to.
    package var nodesWithTowns: [(node: StoredNode, town: String)] {
        let towns = TownNames(self)
        return nodes.map { ($0, towns[$0.id]) }
    }
}

/// The names of the towns that nodes belong to.
struct TownNames {
    private var names: [UInt64: String] = [:]
    /// In the order of their codes, the place itself first.
    let inOrder: [String]

    /// A town's own name; where two towns, or a town and its district, have one name, with the code behind it. What
    /// belongs to no town, such as a talk held by the district, stands under the name of the place nearest above the
    /// towns.
    init(_ scope: ReportScope) {
        let tree = scope.tree
        let byID = Dictionary(scope.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let towns = scope.nodes.filter { $0.kind == "town" }
        let districts = scope.nodes.filter { $0.kind == "district" }
        let counts = Dictionary(grouping: districts + towns, by: \.name).mapValues(\.count)
        func shown(_ node: StoredNode) -> String {
            counts[node.name, default: 0] > 1 ? "\(node.name) \(node.code)" : node.name
        }
        var used: Set<String> = []
        for node in scope.nodes {
            let path = tree.path(from: node.id).compactMap { byID[$0] }
            let town = path.first { $0.kind == "town" } ?? path.first { $0.kind == "district" } ?? node
            names[node.id] = shown(town)
            used.insert(shown(town))
        }
        let others = districts + towns.sorted { ($0.code, $0.name) < ($1.code, $1.name) }
        var seen: Set<String> = []
        inOrder = others.map(shown).filter { used.contains($0) && seen.insert($0).inserted }
    }

    subscript(node: UInt64) -> String { names[node] ?? "" }
}
