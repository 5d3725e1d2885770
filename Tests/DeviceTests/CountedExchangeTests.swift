import Device
import FieldRecords
import Testing

@Suite("What an exchange is said to have brought")
struct CountedExchangeTests {
    @Test("a record that was begun and deleted before it was carried is none")
    func gone() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let known = try station.addIssue()
        try network.exchange(station, network.host)
        let before = try network.host.status().records
        try station.deleteRecord(number: try station.addIssue(), by: nil)
        #expect(try network.host.take(try network.bundleForHost(from: station)).records.all == [0, 0, 0])
        #expect(try network.host.status().records == before)
        try station.deleteRecord(number: known, by: nil)
        try station.deleteRecord(number: try station.addIssue(), by: nil)
        #expect(try network.host.take(try network.bundleForHost(from: station)).records.all == [0, 0, 1])
    }

    @Test("what was written after a cut is none, also where it comes together with the cut")
    func cut() throws {
        let network = try TestNetwork()
        let station = try network.station("037")
        let revoked = try network.member(of: "037", home: "037b")
        let number = try station.addIssue()
        for _ in 0..<2 { for device in [station, revoked] { try network.exchange(device, network.host) } }
        try network.host.revoke("037b")
        try revoked.addIssue()
        try revoked.edit(number, "note", "吊销以后")
        let atHost = try network.host.take(try network.bundleForHost(from: revoked))
        #expect(atHost.changes.applied == 2 && atHost.records.all == [0, 0, 0])
        let atStation = try network.carry(network.host, to: station)
        #expect(atStation.changes.applied > 2 && atStation.records.all == [0, 0, 0])
        #expect(atStation.remarks.contains { $0.en.contains("do not count") }, "\(atStation.remarks)")
    }
}
