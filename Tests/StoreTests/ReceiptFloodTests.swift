import Bundles
import Causality
import FieldRecords
import Store
import Testing

@Suite("Receipts without end")
struct ReceiptFloodTests {
    /// A receipt of the second device for the first one's log.
    private static func receipt(
        of network: TestNetwork, number: UInt64, time: UInt64, sequence: UInt64, missing: Int = 0
    ) throws -> SignedReceipt {
        let (one, two) = (network.replicas[0], network.replicas[1])
        let digests = (0..<missing).map { index -> [UInt8] in
            (0..<32).map { UInt8(truncatingIfNeeded: (number &* 4_096 &+ UInt64(index)) >> (8 * UInt64($0 % 8))) }
        }
        let prefix = try one.store.read { try $0.chainPrefix(of: one.log, at: sequence) }
        let receipt = Receipt(
            replica: two.replica, number: number, time: HybridTime(bits: time), places: [TestNetwork.station],
            entries: [Receipt.Entry(log: one.log, sequence: sequence, chainPrefix: prefix ?? 7)], missing: digests)
        return try SignedReceipt.sign(receipt, network: network.network, keys: two.keys)
    }

    private static func take(_ signed: SignedReceipt, in network: TestNetwork) throws {
        _ = try network.replicas[0].store.write { session in
            try session.take(
                signed.receipt, statement: signed.encoded, mayHold: { _ in true },
                start: { ChainHash.start(network: network.network, log: $0) })
        }
    }

    // Each of them disputes the one before, or stands beside it: none is overtaken, so none may be forgotten for that.
    @Test(
        "of a thousand that dispute one another two are kept, the first and the last of them",
        arguments: [true, false])
    func thousand(numbersGrow: Bool) throws {
        let network = try TestNetwork(stations: 2)
        let one = network.replicas[0]
        let record = try one.begin(["a": .integer(0)])
        for number in 1...4 { try one.edit(record, ["a": .integer(Int64(number))]) }
        for step in 0..<1_000 as Range<UInt64> {
            let number = numbersGrow ? 1_000 + step : 2_000 - step
            let time = numbersGrow ? 9_000 - step : 9_000 + step
            try Self.take(
                try Self.receipt(of: network, number: number, time: time, sequence: 9, missing: 40), in: network)
            guard step % 100 == 99 else { continue }
            #expect(try one.count("SELECT count(*) FROM receipt_statement") == 2)
            #expect(try one.count("SELECT count(*) FROM receipt") == 1)
            #expect(try one.count("SELECT count(*) FROM receipt_missing") <= 2 * Receipt.missingMax)
        }
        let kept = try one.store.read { try $0.receiptStatements() }.map { try SignedReceipt(encoded: $0).receipt }
        #expect(Set(kept.map(\.number)) == (numbersGrow ? [1_000, 1_999] : [2_000, 1_001]))
    }

    @Test("one whose list of missing photos is full tells nothing: an earlier program left out the rest")
    func full() throws {
        let network = try TestNetwork(stations: 2)
        let one = network.replicas[0]
        _ = try one.begin(["a": .integer(0)])
        let receipts = try [Receipt.missingMax, Receipt.missingMax - 1].map {
            try Self.receipt(of: network, number: 7, time: 70, sequence: 1, missing: $0)
        }
        for (receipt, held) in zip(receipts, [nil, 1] as [UInt64?]) {
            try Self.take(try SignedReceipt(encoded: receipt.encoded), in: network)
            let known = try one.store.read { try $0.acknowledged(by: network.replicas[1].replica) }
            #expect(known[one.log] == held)
        }
    }

    @Test("one that says nothing of a place leaves standing what was missing there")
    func otherPlace() throws {
        let (network, digest) = try BlobTests.pair(BlobTests.content)
        let (one, two) = (network.replicas[0], network.replicas[1])
        let places = [[TestNetwork.station], [TestNetwork.district.notices], [TestNetwork.station]]
        for (number, place) in places.enumerated() {
            let receipt = Receipt(
                replica: two.replica, number: UInt64(number) + 1, time: HybridTime(bits: UInt64(number) + 1),
                places: place, entries: [], missing: number == 0 ? [digest] : [])
            try Self.take(try SignedReceipt.sign(receipt, network: network.network, keys: two.keys), in: network)
            let missing = try one.store.read { try $0.missingBlobs(of: two.replica) }
            #expect(missing == (number < 2 ? [digest] : []))
        }
    }

    @Test("whichever are kept, the smaller counts", arguments: [3, 2, 1] as [UInt64])
    func smaller(least: UInt64) throws {
        let network = try TestNetwork(stations: 2)
        let one = network.replicas[0]
        let record = try one.begin(["a": .integer(0)])
        for number in 1...4 { try one.edit(record, ["a": .integer(Int64(number))]) }
        let receipts = try ([4, least, 3, 4, 4] as [UInt64]).enumerated().map { step, sequence in
            try Self.receipt(of: network, number: 10 + UInt64(step), time: 90 - UInt64(step), sequence: sequence)
        }
        // Those between the first and the last are not kept, and come again.
        for receipt in receipts + receipts.reversed() { try Self.take(receipt, in: network) }
        #expect(try one.count("SELECT sequence FROM receipt") == Int(least))
        #expect(try one.count("SELECT count(*) FROM receipt_statement") == 2)
    }
}
