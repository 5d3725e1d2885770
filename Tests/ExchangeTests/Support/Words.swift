import Bundles
import Causality
import Exchange
import Membership

/// Messages to play with: of one device of a made-up network.
enum Words {
    static let keys = DeviceKeys.generate()
    static let network = NetworkID(bytes: [UInt8](repeating: 9, count: 32))
    static let place = PlaceID(node: 7)

    static func receipt(_ number: UInt64, logs: Int = 1) -> SignedReceipt {
        let entries = (0..<logs).map {
            Receipt.Entry(
                log: LogID(replica: ReplicaID(bytes: [UInt8](repeating: UInt8($0 + 1), count: 32)), place: place),
                sequence: 12, chainPrefix: 3)
        }
        let receipt = Receipt(
            replica: keys.replica, number: number, time: HybridTime(milliseconds: 1_700_000_000_000), places: [place],
            entries: entries, missing: [])
        do { return try SignedReceipt.sign(receipt, network: network, keys: keys) } catch {
            preconditionFailure("a receipt of one's own keys can be signed")
        }
    }

    static let hello = Hello(program: "0.1.0", clock: -5, receipt: receipt(1))
    static let frame = OutgoingFrame(packed: [0, 0, 0, 0, 1, 7], changes: 3, photos: 1)

    /// One of each kind.
    static let all: [SessionMessage] = [
        .hello(hello), .offer(Offer(changes: 3, photos: .max)), .frame(frame.packed), .frame([]), .end,
        .receipt(receipt(2, logs: 3)), .refusal(Refusal(.notEnrolled, reach: .thing, detail: "邀请过期")), .wait,
    ]
}
