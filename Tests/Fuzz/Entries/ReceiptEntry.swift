import Bundles
import Causality
import Exchange
import Membership

/// A file of a receipt as it lies on a stick; whom it names signs it, where that is the network's station.
enum ReceiptEntry {
    static func read(_ bytes: [UInt8]) throws {
        let network = FuzzNetwork.shared
        let file = try ReceiptFile(encoded: bytes)
        demand(file.encoded == bytes, "a receipt has one encoding")
        _ = try? file.identity.verified(against: network.root.certificate)
        try? file.receipt.verify(network: network.network)
        let receipt = file.receipt.receipt
        if receipt.replica == network.station.replica {
            let signed = try SignedReceipt.sign(receipt, network: network.network, keys: network.station)
            try signed.verify(network: network.network)
        }
        plan(by: receipt, log: network.log)
    }

    /// What a device would send on that receipt's word.
    private static func plan(by receipt: Receipt, log: LogID) {
        var held = receipt.held.mapValues { $0 / 2 + 1 }
        held[log] = Dot<LogID>.sequenceMax
        for (held, known) in [(held, receipt.held), (receipt.held, held)] {
            let plan = ExchangePlan(held: held, known: known) { $0.node != 0 }
            demand(plan.ranges.allSatisfy { $0.from <= $0.through }, "what is planned can be sent")
        }
    }

    /// A receipt of the station.
    static func receipt(_ network: FuzzNetwork) throws -> SignedReceipt {
        let other = LogID(replica: network.host.replica, place: network.place)
        let entries = [network.log, other].map { Receipt.Entry(log: $0, sequence: 7, chainPrefix: 0x0102_0304) }
        let receipt = Receipt(
            replica: network.station.replica, number: 3, time: HybridTime(milliseconds: 1_700_000_009_000),
            places: [network.place, PlaceID(node: 9, isNotices: true)], entries: entries,
            missing: [Array(repeating: 0xAA, count: 32)])
        return try SignedReceipt.sign(receipt, network: network.network, keys: network.station)
    }
}
