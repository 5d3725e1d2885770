import Causality
import FieldRecords
import Membership
import Store

extension Device {
    /// Makes a network and its host.
    ///
    /// - Parameter isOpen: a network of a single place, in which all may see all.
    package static func createDistrict(
        _ options: DeviceOptions, name: String, isOpen: Bool, towns: [TownEntry]
    ) throws -> Device {
        try wording {
            try checkName(name)
            let root = try NetworkRoot(privateKey: options.environment.newPrivateKey())
            let node = options.environment.randomNode()
            let credential = try Credential.issue(
                by: root, place: PlaceID(node: node), serial: InvitationSerial(bytes: options.environment.random(16)),
                label: hostCode, privateKey: options.environment.newPrivateKey())
            let keys = try options.environment.newKeys()
            let identity = try credential.certify(keys)
            return try making(options) { device in
                try device.store.write { session in
                    try session.set(.network, "\(root.network)")
                    try session.set(.networkName, name)
                    try session.set(.rootCertificate, root.certificate.der)
                    try session.setSecret(rootSecret, root.privateKey)
                    try session.set(.rootNode, PlaceID(node: node).nodeText)
                    try session.set(.utcOffsetMinutes, Int64(Own.utcOffsetMinutes))
                    try session.set(.isOpen, isOpen ? 1 : 0)
                    try session.note(
                        StoredNode(id: node, parent: nil, kind: "district", name: name, code: hostCode, isClosed: false)
                    )
                    let member = try identity.verified(against: root.certificate)
                    let row = try session.note(
                        member, identity: identity.encoded, label: hostCode, standing: .enrolled)
                    try session.beOwn(row: row, keys: keys, machine: sidecar(options).machine)
                }
                try device.write { session, own in
                    let wall = options.environment.now()
                    try session.publish(
                        .network,
                        [
                            "name": .text(name), "utc_offset_minutes": .integer(Int64(Own.utcOffsetMinutes)),
                            "open": .integer(isOpen ? 1 : 0),
                        ], own: own, wall: wall)
                    try session.publishNode(
                        StoredNode(
                            id: node, parent: nil, kind: "district", name: name, code: hostCode, isClosed: false),
                        own: own, wall: wall)
                    try session.publishMember(
                        row: own.replica.row, label: hostCode, standing: .enrolled, own: own, wall: wall)
                    if isOpen {
                        try session.publishNode(
                            StoredNode(
                                id: options.environment.randomNode(), parent: node, kind: "station", name: name,
                                code: openCode, isClosed: false), own: own, wall: wall)
                    }
                    for town in towns {
                        try town.named { try session.addTown(town, own: own, environment: options.environment) }
                    }
                }
            }
        }
    }

    /// Makes a device: all of it, or none.
    static func making(_ options: DeviceOptions, _ fill: (Device) throws -> Void) throws -> Device {
        let sidecar = sidecar(options)
        try Store.make(home: options.home) { folder in
            let store = try Store.create(home: folder, sidecar: sidecar)
            try fill(Device(store: store, options: options))
            return store
        }
        return Device(store: try openedStore(options), options: options)
    }

    /// The code of the root of the tree, and the label of its first device.
    static let hostCode = Notice.founderLabel

    /// The code of the one place of an open network.
    static let openCode = "open"

    static func checkName(_ name: String) throws {
        let another = Phrase(zh: "请换一个名称。", en: "Choose another name.")
        guard !name.allSatisfy(\.isWhitespace), name.utf8.count <= 200 else {
            throw DeviceError(
                .usage,
                what: Phrase(zh: "名称不能为空，也不能超过 200 字节", en: "a name is neither empty nor longer than 200 bytes"),
                advice: another)
        }
        guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw DeviceError(
                .usage,
                what: Phrase(
                    zh: "名称里不能有制表符、换行或别的控制字符", en: "a name holds no tab, no line break and no other control character"),
                advice: another)
        }
    }
}

extension Environment {
    /// A number for a new node of the tree, never 0.
    func randomNode() -> UInt64 {
        let node = random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return node == 0 ? 1 : node
    }
}
