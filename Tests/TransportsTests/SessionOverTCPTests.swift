import Device
import Exchange
import FieldRecords
import Testing
import Transports

@testable import DeviceTests

@Suite("Sync over TCP with real TLS", .serialized)
struct SessionOverTCPTests {
    @Test("a new station and its host exchange all in one session, both ways")
    func firstSession() async throws {
        let network = try TestNetwork()
        let station = try network.joinStation("037")
        for _ in 0..<5 { try station.addIssue() }
        let listener = try await TestListener(network.host)
        let record = try await station.call(listener.address)
        #expect(record.report.ending == .done)
        let summary = try #require(record.deviceDesk?.summary)
        #expect(summary.peer == "host" && summary.isHost)
        #expect(summary.sentRecords.all == [5, 0, 0])
        #expect(summary.upTo == "037-5")
        #expect(summary.changesLeft == 0)
        #expect(summary.received.changes.applied > 0)
        try expectSame(network.host, station)
        #expect(try station.status().standing == "enrolled")
        #expect(try station.status().waitingChanges == 0)
        let answered = await listener.records(1)[0]
        #expect(answered.report.ending == .done)
        let host = try #require(answered.deviceDesk?.summary)
        #expect(host.peer == "037" && host.received.records.all == [5, 0, 0])
        #expect(host.received.remarks.contains { $0.en.contains("enrolled") })
        await listener.stop()
        try expectSound(network.host, station)
    }

    @Test("nothing new costs one round trip and under 1 KiB, both ways together")
    func nothingNew() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let listener = try await TestListener(network.host)
        _ = try await station.call(listener.address)
        let record = try await station.call(listener.address)
        #expect(record.report.ending == .done)
        #expect(record.report.bytesSent + record.report.bytesReceived < 1024)
        #expect(record.deviceDesk?.summary.isNews == false)
        await listener.stop()
    }

    @Test("edits of both sides meet, a conflict is the same on both, and what was deleted is deleted")
    func bothWays() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let numbers = try (0..<3).map { _ in try station.addIssue() }
        let listener = try await TestListener(network.host)
        _ = try await station.call(listener.address)
        try network.host.edit(numbers[0], "note", "区里")
        try station.edit(numbers[0], "note", "站里")
        try station.edit(numbers[1], "note", "改了")
        try station.deleteRecord(number: numbers[2], by: nil)
        let summary = try #require(try await station.call(listener.address).deviceDesk?.summary)
        #expect(summary.sentRecords.all == [0, 2, 1])
        #expect(summary.received.records.all == [0, 1, 0])
        #expect(summary.received.conflicts == 1)
        try expectSame(network.host, station)
        #expect(try network.host.allConflicts().count == 1)
        await listener.stop()
    }

    @Test("both sides count the same records, each once by what it comes to")
    func counts() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let numbers = try (0..<3).map { _ in try station.addIssue() }
        let listener = try await TestListener(network.host)
        _ = try await station.call(listener.address)
        try station.deleteRecord(number: try station.addIssue(), by: nil)
        let restored = try station.addIssue()
        try station.deleteRecord(number: restored, by: nil)
        try station.undeleteRecord(number: restored, by: nil)
        try station.edit(numbers[0], "note", "改了")
        try station.deleteRecord(number: numbers[0], by: nil)
        try station.edit(numbers[1], "note", "改了")
        try station.edit(numbers[1], "note", "又改了")
        let sent = try #require(try await station.call(listener.address).deviceDesk?.summary)
        let received = try #require(await listener.records(2)[1].deviceDesk?.summary)
        #expect(sent.sentRecords.all == [1, 1, 1])
        #expect(received.received.records.all == [1, 1, 1])
        await listener.stop()
    }

    @Test("two stations' devices on one hotspot sync with each other once they know each other")
    func hotspot() async throws {
        let network = try TestNetwork()
        let one = try network.station("037")
        let other = try network.member(of: "037", home: "037b")
        try network.carry(network.host, to: one)
        try one.addIssue()
        try other.addIssue()
        let listener = try await TestListener(one)
        let summary = try #require(try await other.call(listener.address).deviceDesk?.summary)
        #expect(summary.peer == "037" && !summary.isHost)
        #expect(summary.report.ending == .done)
        try expectSame(one, other)
        #expect(try one.numbers().count == 2)
        await listener.stop()
    }

    @Test("clocks are compared, and the offset is kept on both sides")
    func clocks() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let slow = DeviceOptions(
            home: network.path("037"), sidecar: network.path("notes"),
            environment: TestClock(milliseconds: 1_699_407_000_000 - 86_400_000).environment)
        let wrong = try Device.open(slow)
        _ = station
        let listener = try await TestListener(network.host)
        _ = try await wrong.call(listener.address)
        _ = await listener.records(1)
        let atHost = try #require(try network.host.status().clockOffsets.first { $0.replica == "037" })
        #expect(abs(atHost.milliseconds + 86_400_000) < 60_000)
        let atStation = try #require(try wrong.status().clockOffsets.first { $0.replica == "host" })
        #expect(abs(atStation.milliseconds - 86_400_000) < 60_000)
        await listener.stop()
    }

    @Test("a device that was restored goes on under a new identity, known to TLS by its chain of successions")
    func successor() async throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        try station.addIssue()
        let listener = try await TestListener(network.host)
        _ = try await station.call(listener.address)
        let backup = network.freshPath("backup")
        try station.backup(to: backup, passphrase: nil)
        try station.addIssue()
        _ = try await station.call(listener.address)
        let restored = try Device.restore(network.options("restored"), file: backup, passphrase: nil)
        try restored.addIssue()
        let record = try await restored.call(listener.address)
        #expect(record.report.ending == .done)
        try expectSame(network.host, restored)
        #expect(try network.host.status().records == 3)
        await listener.stop()
    }
}
