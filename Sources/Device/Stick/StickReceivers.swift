import Bundles
import Causality
import Store

/// Devices of one node, to which bundles are sealed together, and what they hold by their own word.
struct StickReceivers {
    let node: StoredNode
    /// Those that the host enrolled, and this device is not; and something can be sealed to them.
    let devices: [StoredReplica]
    /// The places that they may read and of which this device holds anything, or could.
    let places: [PlaceID]
    /// What all those hold that have ever spoken and still do.
    let known: [LogID: UInt64]
    /// The photos that one of these lacks.
    let missing: Set<[UInt8]>
    /// How far they are given any log; nil for all that is held.
    var limits: [LogID: UInt64]?

    var labels: [String] { devices.map(\.label) }

    /// `037 霍营驿站`
    var place: String { "\(node.code) \(node.name)" }

    /// Everybody that this device may write to: the places above it, its own and those below.
    static func all(_ reading: StoreReading, own: Own, words: StandingWords) throws -> [StickReceivers] {
        let places = own.places
        let nodes = try reading.nodes()
        let able = words.able
        // What reaches the host reaches everybody.
        let hostFirst = nodes.filter { $0.id == own.rootNode } + nodes.filter { $0.id != own.rootNode }
        return try hostFirst.flatMap { node -> [StickReceivers] in
            guard own.tree.isNode(node.id, within: own.node) || own.tree.isNode(own.node, within: node.id) else {
                return []
            }
            let devices = able.filter { $0.node == node.id && $0.row != own.replica.row }
            let readable = places.filter { own.tree.mayHold($0, at: node.id) }
            // As many as one bundle names.
            return try devices.pieces(of: BundleHeader.receiversMax).flatMap { devices -> [StickReceivers] in
                let speaking = try words.speaking(of: devices)
                let all = StickReceivers(
                    node: node, devices: devices, places: readable,
                    known: try words.sharedVector(of: speaking),
                    missing: try speaking.reduce(into: []) { $0.formUnion(try words.missingBlobs(of: $1)) })
                let over = try devices.filter { try words.isOver($0) }
                let isForOthers = over.count < devices.count
                let called = try own.isHost ? over.compactMap { try all.call($0, words, isAlone: !isForOthers) } : []
                return (isForOthers ? [all] : []) + called
            }
        }
    }

    /// What calls one of them back that speaks no more; nil where nothing does, or what goes to the others brings it.
    private func call(_ device: StoredReplica, _ words: StandingWords, isAlone: Bool) throws -> StickReceivers? {
        let limits = try words.call(device)
        let known = try words.acknowledged(by: device.replica)
        let isBrought = !isAlone && limits.allSatisfy { self.known[$0.key] ?? 0 <= known[$0.key] ?? 0 }
        guard !limits.isEmpty, !isBrought else { return nil }
        return StickReceivers(
            node: node, devices: [device], places: places, known: known, missing: [], limits: limits)
    }

    /// The devices that this one would write to, had they a key.
    static func unable(own: Own, words: StandingWords) -> [StoredReplica] {
        let able = Set(words.able.map(\.row))
        return words.enrolled.filter {
            !able.contains($0.row) && $0.row != own.replica.row
                && (own.tree.isNode($0.node, within: own.node) || own.tree.isNode(own.node, within: $0.node))
        }
    }
}

/// What the devices of the network said they hold, as far as it counts now.
final class StandingWords {
    let reading: StoreReading
    let enrolled: [StoredReplica]
    private let rows: [ReplicaID: StoredReplica]
    /// By whom they succeeded.
    let successors: [Int64: [StoredReplica]]
    let own: StoredReplica
    private var vectors: [ReplicaID: [LogID: UInt64]] = [:]
    /// What ``call(_:)`` found.
    var calls: [ReplicaID: [LogID: UInt64]?] = [:]

    init(_ reading: StoreReading) throws {
        self.reading = reading
        let all = try reading.replicas()
        enrolled = all.filter { $0.standing == .enrolled }
        rows = Dictionary(all.map { ($0.replica, $0) }) { first, _ in first }
        successors = Dictionary(grouping: all.filter { $0.predecessor != nil }) { $0.predecessor ?? 0 }
        own = try reading.ownReplica()
    }

    /// Those to which something can be sealed.
    private(set) lazy var able = enrolled.filter(\.canReceive)

    /// A device that is still part of the network.
    func enrolled(_ replica: ReplicaID) -> StoredReplica? {
        rows[replica].flatMap { $0.standing == .enrolled ? $0 : nil }
    }

    /// Those that ever gave a receipt and speak still.
    func speaking(of devices: [StoredReplica]) throws -> [StoredReplica] {
        try devices.filter { try hasSpoken($0) && !isOver($0) }
    }

    func hasSpoken(_ device: StoredReplica) throws -> Bool {
        try !reading.receiptStatements(of: device.replica).isEmpty
    }

    func acknowledged(by replica: ReplicaID) throws -> [LogID: UInt64] {
        if let known = vectors[replica] { return known }
        let vector = try reading.acknowledged(by: replica)
        vectors[replica] = vector
        return vector
    }

    func missingBlobs(of device: StoredReplica) throws -> Set<[UInt8]> {
        try reading.missingBlobs(of: device.replica) ?? []
    }

    /// What all of them hold; nothing where there is nobody.
    func sharedVector(of devices: [StoredReplica]) throws -> [LogID: UInt64] {
        guard let first = devices.first else { return [:] }
        return try devices.dropFirst().reduce(try acknowledged(by: first.replica)) { shared, device in
            let other = try acknowledged(by: device.replica)
            return shared.merging(other) { min($0, $1) }.filter { other[$0.key] != nil && shared[$0.key] != nil }
        }
    }
}
