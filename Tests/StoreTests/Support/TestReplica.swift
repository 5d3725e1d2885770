import Bundles
import Causality
import FieldRecords
import Membership
import Store

/// A device: a store on disk, keys, and the chunks of its own saves.
final class TestReplica {
    let root: NetworkRoot
    let keys: DeviceKeys
    let identity: [UInt8]
    let member: Member
    let home: String
    let sidecar: String
    let store: Store
    /// Its wall clock: a second a save, whatever the others' clocks say.
    var wall: Int64 = 1_700_000_000_000
    /// One chunk a save, in the order of each log.
    private(set) var chunks: [LogID: [Chunk]] = [:]

    var replica: ReplicaID { keys.replica }
    var writer: Writer { Writer(network: root.network, keys: keys) }
    var log: LogID { LogID(replica: replica, place: TestNetwork.station) }

    init(root: NetworkRoot, label: String, place: PlaceID, home: String, sidecar: String) throws {
        self.root = root
        self.home = home
        self.sidecar = sidecar
        let keys = DeviceKeys.generate()
        let serial = InvitationSerial(bytes: Array(keys.sealingPublicKey.prefix(InvitationSerial.byteCount)))
        let identity = try Credential.issue(
            by: root, place: place, serial: serial, label: label, privateKey: Array(repeating: 5, count: 32)
        ).certify(keys)
        let member = try identity.verified(against: root.certificate)
        self.keys = keys
        self.identity = identity.encoded
        self.member = member
        store = try Store.create(home: home, sidecar: Sidecar(explicit: sidecar, environment: [:]))
        let (district, station) = (TestNetwork.district.node, TestNetwork.station.node)
        try store.write { session in
            try session.set(.network, "\(root.network)")
            try session.set(.rootNode, TestNetwork.district.nodeText)
            try session.set(.rootCertificate, root.certificate.der)
            try session.note(
                StoredNode(id: district, parent: nil, kind: "district", name: "区", code: "", isClosed: false))
            try session.note(
                StoredNode(id: station, parent: district, kind: "station", name: "站", code: "037", isClosed: false))
            let row = try session.note(member, identity: identity.encoded, label: label, standing: .enrolled)
            try session.set(.replica, row)
        }
    }

    /// The same device as a process of its own would open it.
    func openAgain() throws -> Store {
        try Store.open(home: home, sidecar: Sidecar(explicit: sidecar, environment: [:]))
    }

    /// Notes another device.
    func meet(_ other: TestReplica, standing: Standing) throws {
        try store.write {
            _ = try $0.note(other.member, identity: other.identity, label: other.member.label, standing: standing)
        }
    }
}

extension TestReplica {
    /// Saves one change at the station, or at another place.
    @discardableResult
    func save(
        _ action: Change.Action, at place: PlaceID = TestNetwork.station, opened: OpenedContext? = nil,
        isSettlement: Bool = false
    ) throws -> Dot<LogID> {
        wall += 1_000
        let sequence = try store.write { session in
            let sequence = try session.append(
                action, at: place, opened: opened, author: member.label, time: try session.tick(wall: wall),
                isSettlement: isSettlement, writer: writer)
            try session.signHeads(writer: writer)
            return sequence
        }
        let log = LogID(replica: replica, place: place)
        chunks[log, default: []] += try export(log, from: sequence)
        return Dot(log: log, sequence: sequence)
    }

    /// Begins a record.
    func begin(
        _ fields: [String: FieldValue], personal: [String: FieldValue] = [:], form: String = "visit",
        at place: PlaceID = TestNetwork.station
    ) throws -> RecordID {
        let number = try store.write { try $0.nextRecordNumber() }
        let record = RecordID(replica: replica, number: number)
        let writing = Change.Writing(patch: Patch(fields), personal: TestReplica.personal(personal))
        try save(.begin(record, FormReference(name: form, version: "1"), writing), at: place)
        return record
    }

    @discardableResult
    func edit(
        _ record: RecordID, _ fields: [String: FieldValue], personal: [String: FieldValue] = [:],
        opened: OpenedContext? = nil
    ) throws -> Dot<LogID> {
        try save(
            .edit(record, Change.Writing(patch: Patch(fields), personal: TestReplica.personal(personal))),
            opened: opened)
    }

    private static func personal(_ fields: [String: FieldValue]) -> PersonalWriting? {
        fields.isEmpty
            ? nil : .kept(values: Patch(fields), key: Array(repeating: 9, count: PersonalWriting.keyByteCount))
    }

    /// All that is applied at the station now: what a form opened now has before it.
    func opened() throws -> OpenedContext {
        try store.read { try $0.openedContext(of: TestNetwork.station) }
    }
}

extension TestReplica {
    /// The rest of a log that is held here, as chunks.
    func export(_ log: LogID, from: UInt64 = 1) throws -> [Chunk] {
        try store.read { reading in
            guard let mark = try reading.held(of: [log.place])[log], mark.sequence >= from else { return [] }
            var chunks: [Chunk] = []
            try reading.chunks(of: log, from: from, through: mark.sequence) {
                chunks.append($0)
            }
            return chunks
        }
    }

    /// Takes in a chunk as a bundle brings it: read from bytes and verified.
    @discardableResult
    func receive(_ chunk: Chunk) throws -> Effects {
        let encoded = chunk.encoded
        let verified = try Chunk(encoded: encoded).verified(network: root.network)
        return try store.write { session in
            try session.receive(verified, network: root.network) { encoded }
            return session.effects
        }
    }

    /// Takes in all that another device holds of a place.
    func receiveAll(from other: TestReplica, at place: PlaceID = TestNetwork.station) throws {
        for log in try other.store.read({ try $0.held(of: [place]).keys.sorted() }) {
            for chunk in try other.export(log) { try receive(chunk) }
        }
    }

    /// The digest of the station's records.
    func digest() throws -> [UInt8] {
        try store.read { try $0.digests(heldAt: TestNetwork.station.node).first?.digest ?? [] }
    }

    func shown(_ record: RecordID) throws -> StoredRecord? {
        try store.read { try $0.record(record) }
    }

    /// What the checks find, deep ones and SQLite's own.
    func problems() throws -> [String] {
        let findings = try store.read { reading in
            try reading.checkLogs(network: root.network).findings + reading.checkRecords()
        }
        return try findings.map { "\($0)" } + store.integrityProblems()
    }
}

/// Hands every device at the station all there is, until nobody has anything new.
func exchangeAll(_ replicas: [TestReplica]) throws {
    for _ in 0..<2 {
        for one in replicas {
            for other in replicas where other !== one { try one.receiveAll(from: other) }
        }
    }
}
