import Bundles
import Causality
import FieldRecords
import Store
import Testing

@testable import Device
@testable import DeviceTests

@Suite("A log that somebody hands on without its personal values")
struct StrippedLogTests {
    private let network: TestNetwork
    private let station: Device
    private let number: String

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
        number = try station.addIssue([("raised_by", "张三丰")])
        try station.addIssue([("title", "第二条")])
    }

    /// The host takes in all that the station wrote, as a relay hands it on that keeps the values back.
    private func relay() throws {
        let chunks = try station.read { reading, own in
            var chunks: [Chunk] = []
            for (log, mark) in try reading.held(of: [PlaceID(node: own.node)]) {
                try reading.chunks(of: log, from: 1, through: mark.sequence) { chunks.append($0) }
            }
            return chunks
        }
        let id = try network.host.read { _, own in own.network }
        for chunk in chunks {
            let stripped = try #require(chunk.erased { _ in true })
            let verified = try stripped.verified(network: id)
            try network.host.store.write { session in
                try session.receive(verified, network: id) { stripped.encoded }
            }
        }
    }

    @Test("is not acknowledged as whole: its author offers it again, and the host has the values then")
    func offeredAgain() throws {
        try relay()
        let host = network.host
        #expect(try host.record(number: number, showPersonal: true).isErased == false)
        #expect(try host.text(number, "raised_by") == nil)
        let problems = try host.check(deep: true).problems
        #expect(problems.count == 1 && problems[0].what.en.contains(number), "\(problems.map(\.what.en))")
        #expect(problems.first?.advice?.en.contains("exchange again with the device that wrote them") == true)
        for _ in 0..<2 { try network.carry(host, to: station) }
        #expect(try station.status().waitingChanges == 2)
        let brought = try network.carry(station, to: host)
        #expect(brought.changes.all == [0, 2, 0, 0] && brought.records.all == [0, 1, 0])
        #expect(brought.remarks.map(\.en) == [Phrase.completed(1).en])
        #expect(try host.text(number, "raised_by") == "张三丰")
        try expectSame(host, station)
        try expectSound(host)
        try network.carry(host, to: station)
        #expect(try station.status().waitingChanges == 0)
        #expect(try network.carry(station, to: host).changes.all == [0, 0, 0, 0])
    }

    @Test("is acknowledged as it is once an erasure says why, and an old bundle brings no value back")
    func erased() throws {
        let old = try network.bundleForHost(from: station)
        try relay()
        try station.eraseRecord(number: number, by: nil)
        try network.exchange(station, network.host)
        #expect(try station.status().waitingChanges == 0)
        try network.host.take(old)
        #expect(try network.host.record(number: number, showPersonal: true).isErased)
        #expect(try network.host.text(number, "raised_by") == nil)
        try expectSame(network.host, station)
        try expectSound(network.host)
    }
}
