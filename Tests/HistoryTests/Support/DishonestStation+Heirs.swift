import Bundles
import Causality
import Device
import FieldRecords
import Testing

@testable import Membership

/// A successor that somebody makes up, who has the keys of an enrolled station: each is in order.
struct MadeUpHeir {
    let keys: DeviceKeys
    let identity: Identity

    /// Successors of one.
    ///
    /// - Parameter sealingKey: what others seal to, in the place of a key that each has.
    func heirs(_ count: Int, root: RootCertificate, sealingKey: [UInt8]? = nil) throws -> [MadeUpHeir] {
        let old = try identity.verified(against: root)
        return try (0..<count).map { _ in
            let new = DeviceKeys.generate()
            let sealed = sealingKey ?? new.sealingPublicKey
            let statement = Succession.statement(
                network: root.network, old: old, replica: new.replica, sealingKey: sealed)
            let succession = Succession(
                replica: new.replica, sealingKey: sealed, authority: .oldKey,
                signature: try keys.sign(statement, domain: .succession),
                possession: try new.sign(statement, domain: .possession))
            return MadeUpHeir(
                keys: new,
                identity: Identity(
                    leafDER: identity.leafDER, credentialDER: identity.credentialDER,
                    possession: identity.possession, successions: identity.successions + [succession]))
        }
    }

    /// As many, each the successor of the one before.
    func line(_ count: Int, root: RootCertificate) throws -> [MadeUpHeir] {
        var line: [MadeUpHeir] = []
        for _ in 0..<count { line += try (line.last ?? self).heirs(1, root: root) }
        return line
    }
}

extension DishonestStation {
    /// The station itself.
    var itself: MadeUpHeir { MadeUpHeir(keys: keys, identity: identity) }

    /// A bundle for the host in which each of them begins a record.
    func bundle(of heirs: [MadeUpHeir], at place: PlaceID, id: UInt8 = 9) throws -> [UInt8] {
        let chunks = try heirs.sorted { $0.keys.replica < $1.keys.replica }.map { heir in
            let log = LogID(replica: heir.keys.replica, place: place)
            let change = Change(
                time: HybridTime(milliseconds: 1_699_407_000_000), author: "", context: SeenContext(own: 0),
                action: .begin(
                    RecordID(replica: log.replica, number: 1), FormReference(name: "issue", version: "1"),
                    Change.Writing(patch: Patch(["title": .text("伪造")]))))
            return try Chunk.signed(
                first: 1, previous: ChainHash.start(network: network, log: log), changes: [change], log: log,
                network: network, keys: heir.keys
            ).chunk
        }
        var frames = try BundleSection.sections(of: heirs.map(\.identity)).map { try Self.frame([$0]) }
        frames.append(try Self.frame(chunks.map { .chunk($0) }))
        return try bundle(frames: frames, ranges: chunks.map(\.range), id: id)
    }

    private static func frame(_ sections: [BundleSection]) throws -> [UInt8] {
        var content: [UInt8] = []
        for section in sections { section.append(to: &content) }
        return try Frame.packed(content)
    }
}
