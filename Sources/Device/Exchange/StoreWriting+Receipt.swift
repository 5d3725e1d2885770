import Bundles
import Causality
import Membership
import Store

extension StoreWriting {
    /// A new receipt of what is durably held here, of the places that all of the receivers may read.
    func nextReceipt(for receivers: [StoredReplica], own: Own, wall: Int64) throws -> SignedReceipt {
        let places = own.tree.places(heldAt: own.node).filter { place in
            receivers.allSatisfy { own.tree.mayHold(place, at: $0.node) }
        }
        return try nextReceipt(of: places, own: own, wall: wall)
    }

    /// A new receipt of what is durably held here of some places.
    func nextReceipt(of places: [PlaceID], own: Own, wall: Int64) throws -> SignedReceipt {
        let number = try nextReceiptNumber()
        let entries = try acknowledgeable(of: places).map {
            Receipt.Entry(log: $0.key, sequence: $0.value.sequence, chainPrefix: $0.value.chainPrefix)
        }
        let missing = try blobs(of: places, held: false).map(\.digest)
        let receipt = Receipt(
            replica: own.replica.replica, number: UInt64(number), time: try tick(wall: wall),
            places: places, entries: entries, missing: Array(Set(missing).prefix(Receipt.missingMax)))
        return try SignedReceipt.sign(receipt, network: own.network, keys: own.keys)
    }
}
