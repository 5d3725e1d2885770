import Causality
import FieldRecords
import Membership
import Store
import Synchronization

/// Who this device is, as one transaction sees it.
struct Own {
    let network: NetworkID
    let root: RootCertificate
    let replica: StoredReplica
    let keys: DeviceKeys
    let tree: PlaceTree
    /// The root of the tree.
    let rootNode: UInt64
    let utcOffsetMinutes: Int

    /// China's, +08:00: of a new network, and where the district says nothing else, or nothing that can be.
    static let utcOffsetMinutes = 480

    init(_ reading: StoreReading) throws {
        guard let network = try reading.text(.network).flatMap({ NetworkID(text: $0) }),
            let der = try reading.bytes(.rootCertificate), let raw = try reading.secret("keys"),
            let rootNode = try reading.text(.rootNode).flatMap({ UInt64($0, radix: 16) })
        else { throw StoreError.unknown(what: "identity") }
        self.network = network
        root = try Own.root(der)
        replica = try reading.ownReplica()
        keys = try DeviceKeys(raw: raw)
        tree = try reading.tree()
        self.rootNode = rootNode
        let offset = try reading.number(.utcOffsetMinutes).map { Int($0) } ?? Own.utcOffsetMinutes
        utcOffsetMinutes = TimeOfDay.offsetsMinutes.contains(offset) ? offset : Own.utcOffsetMinutes
    }

    /// Reading a certificate and checking its signature takes longer than a save does, and a network's never changes.
    private static let roots = Mutex<[[UInt8]: RootCertificate]>([:])

    private static func root(_ der: [UInt8]) throws -> RootCertificate {
        if let known = roots.withLock({ $0[der] }) { return known }
        let root = try RootCertificate(der: der)
        roots.withLock {
            // A process serves one network, or a test some; the limit is for whoever finds another use.
            if $0.count >= 64 { $0.removeAll() }
            $0[der] = root
        }
        return root
    }

    var node: UInt64 { replica.node }
    var isHost: Bool { replica.node == rootNode }
    var writer: Writer { Writer(network: network, keys: keys) }
    var identity: Identity { get throws { try Identity(encoded: replica.identity) } }

    /// The places of which this device holds anything: those it may hold, and those that were below it once.
    var places: [PlaceID] { tree.places(everHeldAt: node) }

    /// The places held here of which all of the receivers hold anything, to tell them what has arrived: they may read
    /// them, or might once and hand on what they still hold.
    func places(toldTo receivers: [StoredReplica]) -> [PlaceID] {
        tree.places(heldAt: node).filter { place in receivers.allSatisfy { tree.mayHaveHeld(place, at: $0.node) } }
    }

    func moment(_ milliseconds: Int64) -> Moment {
        Moment(millisecondsSinceEpoch: milliseconds, offsetMinutes: utcOffsetMinutes)
    }

    /// ISO 8601 with the network's offset, to the second: what people read.
    func text(_ time: HybridTime) -> String {
        "\(moment(time.milliseconds / 1000 * 1000))"
    }
}
