import Bundles
import Causality
import FieldRecords
import Membership
import Testing

@Suite("A chunk of very many field names")
struct ManyNamesTests {
    @Test("with columns that no change uses it is refused at once", arguments: [1, 200_000])
    func unusedColumns(count: Int) throws {
        let fixture = try Fixture()
        let encoded = try #require(try fixture.chunks([Sample.mark()]).first).chunk.encoded
        // A marker sets nothing, so its chunk ends with no columns and no shapes.
        #expect(encoded.suffix(2) == [0, 0])
        var altered = Array(encoded.dropLast(2))
        altered.appendVarint(UInt64(count))
        for index in 0..<count {
            let name = Array(ManyNamesTests.name(index).utf8)
            altered += [UInt8(name.count)] + name + [0]
        }
        altered.append(0)
        let time = ContinuousClock().measure {
            #expect(throws: BundlesError.malformed(part: "chunk", offset: altered.count)) {
                try Chunk(encoded: altered)
            }
        }
        #expect(time < .seconds(60))
    }

    @Test("it is read in no more time than its bytes ask for")
    func usedColumns() throws {
        let fixture = try Fixture()
        let record = RecordID(replica: fixture.station.replica, number: 1)
        func patch(_ names: Range<Int>) -> Patch {
            Patch(Dictionary(uniqueKeysWithValues: names.map { (ManyNamesTests.name($0), FieldValue.integer(1)) }))
        }
        var writings = (0..<4).map { Change.Writing(patch: patch($0 * 20_000..<($0 + 1) * 20_000)) }
        writings.append(
            Change.Writing(
                patch: Patch([:]),
                personal: .kept(values: patch(80_000..<85_000), key: [UInt8](repeating: 1, count: 16))))
        let changes = writings.enumerated().map { index, writing in
            Change(
                time: HybridTime(bits: 5), author: "", context: SeenContext(own: UInt64(index)),
                action: .edit(record, writing))
        }
        let time = try ContinuousClock().measure {
            let signed = try #require(try fixture.chunks(changes).first)
            let read = try Chunk(encoded: signed.chunk.encoded)
            #expect(read.packed.names.count == 85_000)
            #expect(try read.verified(network: fixture.network) == signed)
        }
        #expect(time < .seconds(60))
    }

    /// Short names that differ.
    private static func name(_ index: Int) -> String { "a" + String(index, radix: 36) }
}
