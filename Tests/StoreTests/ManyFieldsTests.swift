import Bundles
import Causality
import FieldRecords
import Store
import Testing

@Suite("Thousands of field names")
struct ManyFieldsTests {
    private static let namesEach = 200

    @Test("what others make up costs a record no more than its own fields do, and is in the same order everywhere")
    func foreignNames() throws {
        let network = try TestNetwork(stations: 2)
        let (one, two) = (network.replicas[0], network.replicas[1])
        let own = try two.begin(["title": .text("a"), "detail": .text("b")])
        let time = try ContinuousClock().measure {
            for index in 0..<50 { _ = try one.begin(ManyFieldsTests.fields(index)) }
            try exchangeAll([one, two])
            #expect(try two.shown(own)?.fields == ["title": .text("a"), "detail": .text("b")])
            try one.edit(own, ["title": .text("c")])
            try two.receiveAll(from: one)
        }
        #expect(time < .seconds(200))
        #expect(try one.digest() == two.digest())
        for chunk in one.chunks[one.log] ?? [] {
            let record = try #require(chunk.changes[0].record)
            #expect(try one.shown(record)?.fields == two.shown(record)?.fields)
        }
        for replica in [one, two] { #expect(try replica.problems() == []) }
    }

    /// Names that no other index has, and that do not come in their order.
    private static func fields(_ index: Int) -> [String: FieldValue] {
        Dictionary(
            uniqueKeysWithValues: (0..<namesEach).map { place in
                let number = (index * namesEach + place) * 7_919 % 10_007
                return ("f\(number)", .integer(Int64(place)))
            })
    }
}
