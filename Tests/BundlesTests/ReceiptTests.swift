import Bundles
import Causality
import Membership
import Testing

private func log(_ node: UInt64, _ replica: UInt8 = 1) -> LogID {
    LogID(replica: ReplicaID(bytes: [UInt8](repeating: replica, count: 32)), place: PlaceID(node: node))
}

private func receipt(
    _ number: UInt64, _ held: [LogID: UInt64], by keys: DeviceKeys, prefix: UInt64 = 5, missing: [[UInt8]] = [],
    empty: [PlaceID] = []
) -> Receipt {
    Receipt(
        replica: keys.replica, number: number, time: HybridTime(bits: 77), places: held.keys.map(\.place) + empty,
        entries: held.map { Receipt.Entry(log: $0.key, sequence: $0.value, chainPrefix: prefix) }, missing: missing)
}

@Suite("A receipt")
struct ReceiptTests {
    let keys = DeviceKeys.generate()
    let network = NetworkID(bytes: [UInt8](repeating: 4, count: 32))

    @Test("reads back and verifies, with many places and digests")
    func roundTrip() throws {
        var held: [LogID: UInt64] = [:]
        for node in 1...30 as ClosedRange<UInt64> {
            held[log(node)] = node
            held[log(node, 2)] = Dot<LogID>.sequenceMax
        }
        let digests = [[UInt8](repeating: 9, count: 32), [UInt8](repeating: 3, count: 32)]
        let signed = try SignedReceipt.sign(
            receipt(12, held, by: keys, missing: digests, empty: [PlaceID(node: 99)]), network: network, keys: keys)
        let read = try SignedReceipt(encoded: signed.encoded)
        #expect(read == signed)
        #expect(read.receipt.held == held)
        #expect(read.receipt.places.last == PlaceID(node: 99), "a place of which nothing is held is named too")
        #expect(read.receipt.missing == digests.reversed())
        try read.verify(network: network)
    }

    @Test("an empty one is fine; of another network it is refused")
    func empty() throws {
        let signed = try SignedReceipt.sign(receipt(1, [:], by: keys), network: network, keys: keys)
        try SignedReceipt(encoded: signed.encoded).verify(network: network)
        let other = NetworkID(bytes: [UInt8](repeating: 5, count: 32))
        #expect(throws: BundlesError.receiptAltered) { try signed.verify(network: other) }
    }

    @Test("any byte altered and any cut is refused")
    func damage() throws {
        let held = [log(1): 300 as UInt64, log(1, 2): 5, log(2): 1]
        let missing = [[UInt8](repeating: 9, count: 32)]
        let encoded = try SignedReceipt.sign(
            receipt(12, held, by: keys, missing: missing), network: network, keys: keys
        ).encoded
        for index in encoded.indices {
            var altered = encoded
            altered[index] ^= 0x10
            #expect(throws: BundlesError.self) { try SignedReceipt(encoded: altered).verify(network: network) }
            #expect(throws: BundlesError.self) { try SignedReceipt(encoded: encoded.prefix(index)) }
        }
    }

    @Test("leaves out whole the place whose logs it has no room for, and goes into a section")
    func room() throws {
        let flooded = PlaceID(node: 1)
        let others = (2...9).map { PlaceID(node: $0) }
        var entries = others.map { log($0.node) }.map { Receipt.Entry(log: $0, sequence: 7, chainPrefix: 5) }
        let few = Receipt.room(for: [flooded] + others, entries)
        #expect(few.places == [flooded] + others && few.entries == entries)
        var number = [UInt8](repeating: 0, count: 32)
        for index in 0...Receipt.entriesMax {
            for byte in 0..<3 { number[byte] = UInt8(truncatingIfNeeded: index >> (8 * byte)) }
            let log = LogID(replica: ReplicaID(bytes: number), place: flooded)
            entries.append(Receipt.Entry(log: log, sequence: 1, chainPrefix: 5))
        }
        let many = Receipt.room(for: [flooded] + others, entries)
        #expect(many.places == others && many.entries == Array(entries.prefix(others.count)))
        let spread = (0...UInt64(Receipt.entriesMax)).map { PlaceID(node: $0) }
        let logs = spread.map { Receipt.Entry(log: log($0.node), sequence: Dot<LogID>.sequenceMax, chainPrefix: 5) }
        let told = Receipt.room(for: spread, logs)
        #expect(!told.places.isEmpty && told.places.count == told.entries.count)
        let full = Receipt(
            replica: keys.replica, number: 1, time: HybridTime(bits: 77), places: told.places, entries: told.entries,
            missing: (0..<Receipt.missingMax).map { _ in [UInt8](repeating: 9, count: 32) })
        let signed = try SignedReceipt.sign(full, network: network, keys: keys)
        #expect(signed.encoded.count < BundleSection.bytesMax)
    }
}
