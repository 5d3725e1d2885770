import Bundles
import Causality
import Membership

/// The network that the entries speak for: that of the golden files, whose keys are known.
struct FuzzNetwork {
    let root: NetworkRoot
    let station: DeviceKeys
    let host: DeviceKeys
    let credential: Credential
    let identity: Identity
    let place = PlaceID(node: 0x0123_4567_89AB_CDEF)

    static let shared: FuzzNetwork = {
        do { return try FuzzNetwork() } catch { preconditionFailure("the fuzzed network cannot be made: \(error)") }
    }()

    private init() throws {
        root = try NetworkRoot(privateKey: Array(repeating: 1, count: 32))
        station = try DeviceKeys(raw: Array(repeating: 2, count: 32) + Array(repeating: 3, count: 32))
        host = try DeviceKeys(raw: Array(repeating: 4, count: 32) + Array(repeating: 5, count: 32))
        let serial = InvitationSerial(bytes: Array(repeating: 6, count: InvitationSerial.byteCount))
        credential = try Credential.issue(
            by: root, place: place, serial: serial, label: "037", privateKey: Array(repeating: 5, count: 32))
        identity = try credential.certify(station)
    }

    var log: LogID { LogID(replica: station.replica, place: place) }
    var network: NetworkID { root.network }
}

/// Bytes taken from the front of an input, as far as they go.
struct FuzzInput {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func take(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// Two bytes of length, then so many.
    mutating func piece() -> [UInt8]? {
        guard let high = byte(), let low = byte() else { return nil }
        return take(Int(high) << 8 | Int(low))
    }
}
