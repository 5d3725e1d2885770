import Bundles
import Causality
import Membership
import Store

extension StoreWriting {
    /// A new receipt of what is durably held here of some places.
    ///
    /// - Parameter told: a receipt of this device's own; where it tells the same, there is no new one.
    func giveReceipt(of places: [PlaceID], own: Own, wall: Int64, unlessTold told: Receipt) throws -> SignedReceipt? {
        let content = try receiptContent(of: places)
        guard
            Set(content.places) != Set(told.places) || Set(content.entries) != Set(told.entries)
                || Set(content.missing) != Set(told.missing)
        else { return nil }
        return try give(content, own: own, wall: wall)
    }

    /// The same, whatever was told before.
    func giveReceipt(of places: [PlaceID], own: Own, wall: Int64) throws -> SignedReceipt {
        try give(try receiptContent(of: places), own: own, wall: wall)
    }

    private typealias Content = (places: [PlaceID], entries: [Receipt.Entry], missing: [[UInt8]])

    private func give(_ content: Content, own: Own, wall: Int64) throws -> SignedReceipt {
        let number = try nextReceiptNumber()
        let receipt = Receipt(
            replica: own.replica.replica, number: UInt64(number), time: try tick(wall: wall),
            places: content.places, entries: content.entries, missing: content.missing)
        return try SignedReceipt.sign(receipt, network: own.network, keys: own.keys)
    }

    private func receiptContent(of places: [PlaceID]) throws -> Content {
        let entries = try acknowledgeable(of: places).map {
            Receipt.Entry(log: $0.key, sequence: $0.value.sequence, chainPrefix: $0.value.chainPrefix)
        }
        let covered = try ReceiptCover(entries, of: places, reading: self)
        let told = Receipt.room(for: places, covered.entries)
        let missing = told.places.reduce(into: Set<[UInt8]>()) { $0.formUnion(covered.missing[$1] ?? []) }
        return (told.places, told.entries, Array(missing))
    }
}

extension StoreReading {
    /// The newest receipt of a device that is known here; nil where it never gave one.
    func newestReceipt(of replica: ReplicaID) throws -> Receipt? {
        try receiptStatements(of: replica).first.map { try SignedReceipt(encoded: $0).receipt }
    }
}
