import Device
import FieldRecords
import Testing

@Suite("Records with long texts")
struct LongTextTests {
    @Test("come to the host however many follow one another")
    func longTexts() throws {
        let network = try TestNetwork()
        let station = try network.station("001")
        let note = String(repeating: "一二三四五六七八九十", count: 1_600)
        let lines = (1...150).map { #"{"services":"rest","note":"\#($0)\#(note)"}"# }
        let outcome = try station.rows(
            try network.write(Array(lines.joined(separator: "\n").utf8), "jsonl"), form: "visit")
        #expect(outcome.added == 150)
        let summary = try network.carry(station, to: network.host)
        #expect(summary.changes.applied == 150 && summary.problems.isEmpty)
        try expectSound(station)
        try expectSound(network.host)
    }
}
