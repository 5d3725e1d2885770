import Device
import FieldRecords
import Testing

/// What a person decides about a record on a page that stood open while others wrote.
@Suite("A record that is decided on as a page showed it")
struct SeenRecordTests {
    let network: TestNetwork
    let station: Device
    let number: String

    init() throws {
        network = try TestNetwork()
        station = try network.station("037")
        number = try station.addIssue([("owner", "王芳")])
        try network.exchange(station, network.host)
    }

    /// The station's page, as it comes back after the host wrote something that an import brought.
    private func page(meanwhile write: () throws -> Void) throws -> SeenRecord {
        let token = try station.seenRecord(number: number).token
        try write()
        try network.carry(network.host, to: station)
        return try Device.open(network.options("037")).seenRecord(number: number, token: token)
    }

    private func edit(_ field: String, _ value: String) throws {
        _ = try network.host.editRecord(number: number, typed: [(field, value)], files: [], by: "区里")
    }

    private func values(of field: String, on device: Device) throws -> Set<FieldValue> {
        Set(
            try device.record(number: number, showPersonal: false).conflicts.filter { $0.field == field }
                .flatMap { $0.values.map(\.value) })
    }

    @Test("is settled as far as it was seen: a value that came meanwhile stands beside what was decided")
    func settlement() throws {
        try edit("owner", "三一")
        _ = try station.editRecord(number: number, typed: [("owner", "二六")], files: [], by: nil)
        try network.carry(network.host, to: station)
        let shown = try #require(try station.record(number: number, showPersonal: false).conflicts.first)
        #expect(Set(shown.values.map(\.value)) == [.text("三一"), .text("二六")])
        let own = try #require(shown.values.first { $0.value == .text("二六") })
        let seen = try page { try edit("owner", "四十") }
        _ = try station.settle(seen, field: "owner", typed: nil, keep: own.dot, by: nil)
        #expect(try values(of: "owner", on: station) == [.text("二六"), .text("四十")])
        try network.carry(station, to: network.host)
        #expect(try values(of: "owner", on: network.host) == [.text("二六"), .text("四十")])
        // Looked at again, it is settled for good.
        let again = try page {}
        _ = try station.settle(again, field: "owner", typed: "四十", keep: nil, by: nil)
        #expect(try values(of: "owner", on: station).isEmpty)
    }

    @Test("is deleted as it was seen: an edit that came meanwhile keeps it up, for somebody to settle")
    func deletion() throws {
        let seen = try page { try edit("status", "resolved") }
        _ = try station.deleteRecord(seen, by: nil)
        #expect(try !station.record(number: number, showPersonal: false).isDeleted)
        #expect(try values(of: "deleted", on: station) == [.text("deleted"), .text("edited")])
        try network.exchange(station, network.host)
        #expect(try network.host.text(number, "status") == "resolved")
        _ = try station.deleteRecord(try page {}, by: nil)
        #expect(try station.record(number: number, showPersonal: false).isDeleted)
    }

    @Test("is brought back as it was seen: a deletion that came meanwhile stands")
    func undeletion() throws {
        try station.deleteRecord(number: number, by: nil)
        let seen = try page { try network.host.deleteRecord(number: number, by: nil) }
        _ = try station.undeleteRecord(seen, by: nil)
        #expect(try station.record(number: number, showPersonal: false).isDeleted)
        _ = try station.undeleteRecord(try page {}, by: nil)
        #expect(try !station.record(number: number, showPersonal: false).isDeleted)
    }

    @Test("is merged only as it was compared, whichever of the two somebody changed meanwhile", arguments: 0..<2)
    func merge(changed: Int) throws {
        _ = try station.addIssue([("owner", "王芳")])
        try network.exchange(station, network.host)
        func compared() throws -> [SeenRecord] {
            let pairs = try station.likelyDuplicates(form: "issue", limit: 5, showPersonal: false).pairs
            let pair = try #require(pairs.first)
            return [pair.oneSeen, pair.otherSeen]
        }
        let old = try compared()
        let number = old[changed].number
        _ = try network.host.editRecord(number: number, typed: [("status", "resolved")], files: [], by: nil)
        try network.carry(network.host, to: station)
        expectFailure(.badData) { _ = try station.mergeRecords(keep: old[0], other: old[1], by: nil) }
        #expect(try station.text(number, "status") == "resolved")
        #expect(try station.recordPage(RecordListRequest()).records.count == 2)
        let new = try compared()
        #expect(try station.mergeRecords(keep: new[0], other: new[1], by: nil).other == new[1].number)
        #expect(try station.recordPage(RecordListRequest()).records.count == 1)
    }

    @Test("comes back from a browser that says anything: nonsense is refused, a boast counts for what is here")
    func claims() throws {
        for bad in ["", "[]", "{}", "x", #"{"seen":[]}"#] {
            expectFailure(.badData) { _ = try station.seenRecord(number: number, token: bad) }
        }
        let token = try station.seenRecord(number: number).token
        let replica = try #require(try JSONValue(parsing: token.utf8)["seen"]?.members?.first?.key)
        let boast = try station.seenRecord(number: number, token: #"{"seen":{"\#(replica)":[9000000000]}}"#)
        _ = try station.deleteRecord(boast, by: nil)
        try network.exchange(station, network.host)
        #expect(try station.check(deep: true).isOK && network.host.check(deep: true).isOK)
    }
}
