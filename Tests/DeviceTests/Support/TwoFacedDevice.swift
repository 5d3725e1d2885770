import Membership
import Testing

@testable import Device

/// One key that joined with two invitations, each in a folder of its own, as an altered program would: whom it meets it
/// shows one of its identities, or the other.
struct TwoFacedDevice {
    let network: TestNetwork
    let key: String

    /// - Parameter invitations: their documents, by the folder that each is used in.
    init(_ network: TestNetwork, _ invitations: KeyValuePairs<String, [UInt8]>) throws {
        self.network = network
        let seed = Environment.system.random(DeviceKeys.rawBytes)
        var environment = network.clock.environment
        environment.random = { count in count == seed.count ? seed : Environment.system.random(count) }
        var keys: Set<String> = []
        for (home, document) in invitations {
            let device = try Device.join(
                DeviceOptions(
                    home: network.path(home), sidecar: network.path("notes of \(home)"), environment: environment),
                invitation: document, by: nil)
            keys.formUnion(try device.members().filter(\.isThisDevice).map(\.key))
        }
        key = try #require(keys.first)
        #expect(keys.count == 1)
    }

    /// The device as it calls itself in a folder.
    func face(_ home: String) throws -> Device {
        try Device.open(network.options(home, notes: "notes of \(home)"))
    }

    /// Shows a device one identity, and brings it what was written under that one.
    @discardableResult
    func meet(_ device: Device, as home: String) throws -> ImportSummary {
        let face = try face(home)
        // Nobody has told it to whom it may write, and it may call itself as they do: an altered program finds a way.
        try StoreFile(network.path(home)).execute(
            """
            ATTACH DATABASE '\(StoreFile(device.options.home).path)' AS met;
            UPDATE replica SET label = label || '~', alias = alias || '~'
                WHERE id = (SELECT value FROM fact WHERE name = 'replica') AND label NOT LIKE '%~';
            INSERT OR IGNORE INTO replica (key, label, alias, node, serial, sealing, identity, standing)
                SELECT key, label, alias, node, serial, sealing, identity, standing FROM met.replica
                WHERE id = (SELECT value FROM met.fact WHERE name = 'replica');
            """)
        return try network.carry(face, to: device)
    }

    /// How it stands at a device: `050 050 enrolled` is the label, the place and the standing.
    func standing(at device: Device) throws -> String? {
        try device.members().first { $0.key == key }.map { "\($0.replica) \($0.place) \($0.standing)" }
    }
}
