import Bundles
import Causality
import FieldRecords
import Membership
import Testing

@Suite("Numbers that nobody counts to")
struct NumberBoundTests {
    @Test("a receipt counted beyond 2^40 is none", arguments: [(1 << 40, true), ((1 << 40) + 1, false), (.max, false)])
    func receiptNumber(number: UInt64, isRead: Bool) throws {
        let keys = DeviceKeys.generate()
        let receipt = Receipt(
            replica: keys.replica, number: number, time: HybridTime(bits: 77), places: [], entries: [], missing: [])
        let signed = try SignedReceipt.sign(
            receipt, network: NetworkID(bytes: [UInt8](repeating: 4, count: 32)), keys: keys)
        #expect((try? SignedReceipt(encoded: signed.encoded)) == (isRead ? signed : nil))
    }

    @Test("a chunk that ends beyond 2^40 is none, wherever it begins", arguments: [0, 1, 2] as [UInt64])
    func chunkEnd(before: UInt64) throws {
        let fixture = try Fixture()
        let first = Dot<LogID>.sequenceMax - before
        let changes = (0..<2).map { index in
            Change(
                time: HybridTime(bits: 5), author: "", context: SeenContext(own: first + UInt64(index) - 1),
                action: .mark)
        }
        let signed = try Chunk.signed(
            first: first, previous: ChainHash.start(network: fixture.network, log: fixture.log), changes: changes,
            log: fixture.log, network: fixture.network, keys: fixture.station)
        #expect((try? Chunk(encoded: signed.chunk.encoded)) == (before == 0 ? nil : signed.chunk))
    }

    @Test("a long text that few bytes name a thousand times is refused before it is spelled out")
    func repeatedTexts() throws {
        let fixture = try Fixture()
        let code = String(repeating: "a", count: 2_000)
        let file = FileReference(digest: [UInt8](repeating: 1, count: 32), bytes: 1, mediaType: code)
        let record = RecordID(replica: fixture.station.replica, number: 1)
        let short = FieldValue.list([String(repeating: "a", count: 1_000)])
        let patches: [[Patch]] = [
            (1...50).map { Patch(["a": .list(Array(repeating: code, count: $0))]) },
            Array(repeating: Patch(["a": .list([code])]), count: 1_000),
            Array(repeating: Patch(["a": .file(file)]), count: 1_000),
            // Each column alone has room.
            Array(repeating: Patch(["a": short, "b": short]), count: 1_000),
        ]
        for patches in patches {
            let chunk = Chunk(
                log: fixture.log, first: 1, previous: ChainHash.start(network: fixture.network, log: fixture.log),
                changes: patches.map {
                    Change(
                        time: HybridTime(bits: 5), author: "", context: SeenContext(own: 0),
                        action: .edit(record, Change.Writing(patch: $0)))
                }, signature: [UInt8](repeating: 0, count: Signatures.signatureBytes))
            let encoded = chunk.encoded
            #expect(encoded.count < 100_000)
            let error = #expect(throws: BundlesError.self) { try Chunk(encoded: encoded) }
            guard case .tooLarge(part: "column", _, _, _)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }
}
