import Bundles
import FieldRecords
import Membership
import Testing

@Suite("The size of a bundle")
struct SizeTests {
    @Test("a save takes less than 16 bytes, stamps and signature included")
    func bytesPerSave() throws {
        let fixture = try Fixture()
        var workload = IssueWorkload(seed: 1, replica: fixture.station.replica)
        let saves = workload.saves(10_000)
        let chunks = try fixture.chunks(saves)
        let bundle = try fixture.bundle(chunks.map { .chunk($0.chunk) })
        let bytesPerSave = Double(bundle.count) / Double(saves.count)
        print(
            "bundle: \(bytesPerSave) bytes a save over \(saves.count) saves, raw \(chunks.reduce(0){$0+$1.chunk.encoded.count})"
        )
        #expect(bytesPerSave < 16)
    }
}
