import Bundles
import Causality
import Store

/// Devices of one node, to which bundles are sealed together, and what they hold by their own word.
struct StickReceivers {
    let node: StoredNode
    /// Those that the host enrolled, and this device is not.
    let devices: [StoredReplica]
    /// The places that they may read and of which this device holds anything, or could.
    let places: [PlaceID]
    /// What all those hold that have ever spoken and were not replaced since.
    let known: [LogID: UInt64]
    /// The photos that one of these lacks.
    let missing: Set<[UInt8]>

    var labels: [String] { devices.map(\.label) }

    /// `037 霍营驿站`
    var place: String { "\(node.code) \(node.name)" }

    /// Everybody that this device may write to: the places above it, its own and those below.
    static func all(_ reading: StoreReading, own: Own, words: StandingWords) throws -> [StickReceivers] {
        let places = own.places
        let nodes = try reading.nodes()
        // What reaches the host reaches everybody.
        let hostFirst = nodes.filter { $0.id == own.rootNode } + nodes.filter { $0.id != own.rootNode }
        return try hostFirst.flatMap { node -> [StickReceivers] in
            guard own.tree.isNode(node.id, within: own.node) || own.tree.isNode(own.node, within: node.id) else {
                return []
            }
            let devices = words.enrolled.filter { $0.node == node.id && $0.row != own.replica.row }
            let readable = places.filter { own.tree.mayHold($0, at: node.id) }
            // As many as one bundle names.
            return try devices.pieces(of: BundleHeader.receiversMax).map { devices in
                let speaking = try words.speaking(of: devices)
                return StickReceivers(
                    node: node, devices: devices, places: readable,
                    known: try words.sharedVector(of: speaking),
                    missing: try speaking.reduce(into: []) { $0.formUnion(try words.missingBlobs(of: $1)) })
            }
        }
    }
}

/// What the devices of the network said they hold, as far as it counts now.
final class StandingWords {
    private let reading: StoreReading
    let enrolled: [StoredReplica]
    private let rows: [ReplicaID: StoredReplica]
    private var vectors: [ReplicaID: [LogID: UInt64]] = [:]
    private var receipts: [ReplicaID: Receipt?] = [:]

    init(_ reading: StoreReading) throws {
        self.reading = reading
        let all = try reading.replicas()
        enrolled = all.filter { $0.standing == .enrolled }
        rows = Dictionary(all.map { ($0.replica, $0) }) { first, _ in first }
    }

    /// A device that is still part of the network.
    func enrolled(_ replica: ReplicaID) -> StoredReplica? {
        rows[replica].flatMap { $0.standing == .enrolled ? $0 : nil }
    }

    /// Those that ever gave a receipt and are still there.
    ///
    /// Who went on under another identity after a restore speaks no more, though the host may keep both enrolled: of a
    /// copied file both go on. It is known by its heir's having spoken later. Should it speak again, it counts again.
    func speaking(of devices: [StoredReplica]) throws -> [StoredReplica] {
        try devices.filter { device in
            guard let word = try receipt(of: device.replica) else { return false }
            return try !enrolled.heirs(of: device).contains { heir in
                try receipt(of: heir.replica).map { $0.time > word.time } ?? false
            }
        }
    }

    private func receipt(of replica: ReplicaID) throws -> Receipt? {
        if let known = receipts[replica] { return known }
        let receipt = try reading.newestReceipt(of: replica)
        receipts[replica] = receipt
        return receipt
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
