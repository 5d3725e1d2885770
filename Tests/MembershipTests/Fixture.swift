import Causality

@testable import Membership

/// A network of one root, one host and one station, with fresh keys.
struct Fixture {
    let root: NetworkRoot
    let hostKeys = DeviceKeys.generate()
    let host: Identity
    let invitation: Invitation
    let keys = DeviceKeys.generate()
    let identity: Identity

    static let station = PlaceID(node: 0x0102_0304_0506_0708, isNotices: false)
    static let serial = InvitationSerial(bytes: Array(0..<16))

    init() throws {
        root = try NetworkRoot.generate()
        let district = PlaceID(node: 1, isNotices: false)
        host = try Credential.issue(
            by: root, place: district, serial: InvitationSerial(bytes: Array(repeating: 7, count: 16)), label: "host",
            privateKey: Array(repeating: 5, count: 32)
        ).certify(hostKeys)
        invitation = try Invitation.issue(
            by: root, networkName: "昌平区",
            path: [
                PlaceStep(node: 1, name: "昌平区", code: "", kind: .district),
                PlaceStep(node: 2, name: "回龙观镇", code: "03", kind: .town),
                PlaceStep(node: Self.station.node, name: "龙泽站", code: "037", kind: .station),
            ],
            label: "037", hostAddress: "192.168.1.20:8409", hosts: [host], expiryMilliseconds: 1_763_000_000_000,
            serial: Self.serial, privateKey: Array(repeating: 6, count: 32))
        identity = try invitation.join(with: keys)
    }

    /// Any head of the station's device.
    func head() throws -> SignedHead {
        try SignedHead.sign(
            log: LogID(replica: keys.replica, place: Self.station), sequence: 214,
            chain: Array(repeating: 9, count: 32), network: root.network, keys: keys)
    }

    /// The identity after a restore, and after a copy of the restored device.
    func succeededTwice() throws -> Identity {
        let restored = DeviceKeys.generate()
        let once = try SuccessorCredential.issue(
            for: identity, keys: keys, root: root.certificate, privateKey: Array(repeating: 5, count: 32)
        )
        .succeed(with: restored, root: root.certificate)
        return try once.succeeded(by: DeviceKeys.generate(), signedWith: restored, root: root.certificate)
    }
}

/// Calls `body` with `bytes` in which one byte is changed, for every byte.
func forEachFlip(of bytes: [UInt8], mask: UInt8, _ body: (_ flipped: [UInt8], _ offset: Int) throws -> Void) rethrows {
    var flipped = bytes
    for offset in bytes.indices {
        flipped[offset] ^= mask
        try body(flipped, offset)
        flipped[offset] ^= mask
    }
}

/// Feeds an array to a streaming reader in lengths that fit no piece, and gathers what is written.
struct Streaming {
    var source: [UInt8]
    var offset = 0
    var partBytes = 5_001
    var written: [UInt8] = []

    init(_ source: [UInt8]) {
        self.source = source
    }

    mutating func read(_ countMax: Int) -> [UInt8] {
        let part = source[offset...].prefix(min(countMax, partBytes))
        offset += part.count
        return Array(part)
    }
}
